import ts from 'typescript';
import { expect, test } from 'vitest';
import { findFloatingPromises } from './floating-promises.ts';

const declarations = `
declare function work(): Promise<void>;
declare function plain(): void;
declare const list: string[];
declare function find(): typeof query;
declare const query: { then(done: () => void): void; catch(failed: () => void): void; where(): typeof query };
declare const maybe: undefined | (() => Promise<void>);
`;

/** Which of the statements leave a promise floating; one program holds them all, since each would read the library anew. */
function floating(statements: string[]): string[] {
  const files = new Map<string, string>(
    statements.map((statement, at) => [`/example${at}.ts`, `export {};${declarations}${statement}`] as const),
  );
  const options: ts.CompilerOptions = { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext, strict: true };
  const host = ts.createCompilerHost(options);
  const read = host.getSourceFile.bind(host);
  host.getSourceFile = (name, version) => {
    const text = files.get(name);
    return text === undefined ? read(name, version) : ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true);
  };
  const program = ts.createProgram({ rootNames: [...files.keys()], options, host });
  const found = findFloatingPromises(program, (name) => files.has(name)).map(({ file }) => file?.fileName);
  return statements.filter((_, at) => found.includes(`/example${at}.ts`));
}

test('a promise that nobody waits for is found', () => {
  const statements = [
    'work();',
    '(work());',
    'new Promise<void>((done) => done());',
    'work().then(plain);',
    'work().finally(plain);',
    'maybe?.();',
    'true && work();',
    'Math.random() > 0.5 ? work() : plain();',
    'list.map(async () => {});',
    'Promise.all([work()]);',
    'find();',
    '(async () => {})();',
  ];
  expect(floating(statements)).toEqual(statements);
});

test('a promise that is taken care of is left alone', () => {
  expect(
    floating([
      'await work();',
      'void work();',
      'work().catch(plain);',
      'work().then(plain, plain);',
      'work().catch(plain).finally(plain);',
      'const kept = work();',
      'plain();',
      'query.where();',
      'list.map((word) => word);',
      'await Promise.all([work()]);',
    ]),
  ).toEqual([]);
});
