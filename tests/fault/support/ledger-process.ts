import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PostOutcome } from '@red-points/server/ledger/index';
import type { LedgerCommand } from '@red-points/shared/domain/ledger';

export interface WorkerRequest {
  readonly id: number;
  readonly command: LedgerCommand;
  /** The process kills itself after the commit, so that the reply is lost. */
  readonly dieBeforeReply: boolean;
}

export type WorkerAnswer =
  | { readonly id: 0; readonly ready: true }
  | { readonly id: number; readonly outcome: PostOutcome }
  | { readonly id: number; readonly error: string };

/** The process ended before it answered: its caller cannot know what became of the posting. */
export class ReplyLostError extends Error {}

/** A real server process with its own ledger, cache and connections. */
export class LedgerProcess {
  private readonly waiting = new Map<
    number,
    { resolve: (outcome: PostOutcome) => void; reject: (error: Error) => void }
  >();
  private nextId = 1;

  private constructor(private readonly child: ChildProcess) {
    child.on('message', (answer: WorkerAnswer) => this.take(answer));
    child.on('exit', () => {
      for (const { reject } of this.waiting.values()) reject(new ReplyLostError('the process ended'));
      this.waiting.clear();
    });
  }

  static async start(uri: string): Promise<LedgerProcess> {
    const file = fileURLToPath(new URL('./ledger-worker.ts', import.meta.url));
    const child = fork(file, [uri], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await new Promise<void>((resolve, reject) => {
      child.once('message', () => resolve());
      child.once('exit', (code) => reject(new Error(`the ledger process ended at once: ${code}`)));
    });
    return new LedgerProcess(child);
  }

  post(command: LedgerCommand, options: { dieBeforeReply?: boolean } = {}): Promise<PostOutcome> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, command, dieBeforeReply: options.dieBeforeReply ?? false } satisfies WorkerRequest);
    });
  }

  /** kill -9. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill('SIGKILL');
    await ended;
  }

  private take(answer: WorkerAnswer): void {
    const caller = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('outcome' in answer) caller?.resolve(answer.outcome);
    else if ('error' in answer) caller?.reject(new Error(answer.error));
  }
}
