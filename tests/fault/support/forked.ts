import { type ChildProcess, fork } from 'node:child_process';
import { builtProgram } from './built-program.ts';

/** Starts a file of this folder as a process of its own. @returns it, and its first message, when that has come */
export async function forkWorker<T>(
  file: string,
  ...words: readonly string[]
): Promise<{ child: ChildProcess; ready: T }> {
  const child = forkProgram(await workerProgram(file), words);
  const ready = await new Promise<T>((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', (code, signal) => reject(new Error(`the process ended at once: ${code ?? signal}`)));
  });
  return { child, ready };
}

/** A file of this folder, ready to be started. */
export function workerProgram(file: string): Promise<string> {
  return builtProgram(new URL(file, import.meta.url));
}

/** Starts what `workerProgram` made ready, without waiting for a word from it. */
export function forkProgram(program: string, words: readonly string[]): ChildProcess {
  // What the runner of the tests was started with is no business of a process of the product.
  return fork(program, words, { execArgv: [], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
}

/** kill -9, and waits for the end. */
export async function killHard(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
