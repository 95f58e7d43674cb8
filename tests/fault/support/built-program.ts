import { mkdir, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { projectFolder } from '@red-points/scripts/mongo/index';
import { build, type Plugin } from 'esbuild';

/** From here the packages are found, and no test file is looked for. */
const FOLDER = path.join(projectFolder, 'node_modules/.cache/red-points-tests');

const built = new Map<string, Promise<string>>();

/**
 * A program of the tests as one file of JavaScript, made once. To find, read and translate a thousand files takes a process
 * seven seconds of processor time; one that is started and killed again and again begins with this file in one and a half.
 * @returns its path
 */
export function builtProgram(source: URL): Promise<string> {
  const program = built.get(source.href) ?? buildProgram(fileURLToPath(source));
  built.set(source.href, program);
  return program;
}

async function buildProgram(source: string): Promise<string> {
  await mkdir(FOLDER, { recursive: true });
  const program = path.join(FOLDER, `${path.basename(source, '.ts')}.mjs`);
  const unfinished = `${program}.${process.pid}`;
  await build({
    entryPoints: [source],
    outfile: unfinished,
    bundle: true,
    keepNames: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    plugins: [ourSources],
    logLevel: 'error',
  });
  // Another process may build the same, or start it, at this moment.
  await rename(unfinished, program);
  return program;
}

/** Only what is ours goes into the file, and each module still finds what lies beside its source. */
const ourSources: Plugin = {
  name: 'our sources',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^[^./]/ }, ({ path: name, kind }) =>
      kind === 'entry-point' || name.startsWith('@red-points/') ? undefined : { external: true },
    );
    onLoad({ filter: /\.ts$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8');
      const place = JSON.stringify(pathToFileURL(file).href);
      return { loader: 'ts', contents: text.replaceAll('import.meta.url', place) };
    });
  },
};
