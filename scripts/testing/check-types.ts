/** Type-checks one workspace and looks for floating promises: node --import tsx scripts/testing/check-types.ts FOLDER */
import path from 'node:path';
import ts from 'typescript';
import { findFloatingPromises } from './floating-promises.ts';

const folder = path.resolve(process.argv[2] ?? '');
const configFile = path.join(folder, 'tsconfig.json');
const host: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  },
};
const parsed = ts.getParsedCommandLineOfConfigFile(configFile, { noEmit: true }, host);
if (!parsed) throw new Error(`${configFile} cannot be read.`);
const program = ts.createProgram({ rootNames: parsed.fileNames, options: parsed.options });
const isOurs = (file: string): boolean => file.startsWith(`${folder}${path.sep}`) && !file.includes('/node_modules/');
const diagnostics = [...parsed.errors, ...ts.getPreEmitDiagnostics(program), ...findFloatingPromises(program, isOurs)];
if (diagnostics.length > 0) {
  const formatHost: ts.FormatDiagnosticsHost = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n',
  };
  process.stdout.write(ts.formatDiagnostics(diagnostics, formatHost));
  process.exitCode = 1;
}
