/**
 * Type-checks workspaces and looks for floating promises: node --import tsx scripts/testing/check-types.ts FOLDER…
 * Workspaces with the same compiler options share one program, since each one's types would be checked again in the others'.
 */
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import ts from 'typescript';
import { findFloatingPromises } from './floating-promises.ts';

const host: ts.ParseConfigFileHost = {
  ...ts.sys,
  onUnRecoverableConfigFileDiagnostic: (diagnostic) => {
    throw new Error(ts.flattenDiagnosticMessageText(diagnostic.messageText, '\n'));
  },
};
const folders = process.argv.slice(2).map((folder) => path.resolve(folder));
const configs = folders.map((folder) => {
  const file = path.join(folder, 'tsconfig.json');
  const parsed = ts.getParsedCommandLineOfConfigFile(file, { noEmit: true }, host);
  if (!parsed) throw new Error(`${file} cannot be read.`);
  const { configFilePath: _, ...options } = parsed.options;
  return { rootNames: parsed.fileNames, errors: parsed.errors, options };
});
const [first] = configs;
if (!first) throw new Error('usage: check-types.ts FOLDER…');
for (const { options } of configs) {
  if (!isDeepStrictEqual(options, first.options)) throw new Error('These workspaces have different compiler options.');
}
const rootNames = configs.flatMap((config) => config.rootNames);
const program = ts.createProgram({ rootNames, options: first.options });
const isOurs = (file: string): boolean =>
  !file.includes('/node_modules/') && folders.some((folder) => file.startsWith(`${folder}${path.sep}`));
const diagnostics = [
  ...configs.flatMap((config) => config.errors),
  ...ts.getPreEmitDiagnostics(program),
  ...findFloatingPromises(program, isOurs),
];
if (diagnostics.length > 0) {
  const formatHost: ts.FormatDiagnosticsHost = {
    getCanonicalFileName: (name) => name,
    getCurrentDirectory: () => process.cwd(),
    getNewLine: () => '\n',
  };
  process.stdout.write(ts.formatDiagnostics(diagnostics, formatHost));
  process.exitCode = 1;
}
