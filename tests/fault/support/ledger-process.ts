import type { ChildProcess } from 'node:child_process';
import type { PairOutcome, PostOutcome } from '@red-points/server/ledger/index';
import type { LedgerCommand, PairCommand } from '@red-points/shared/domain/ledger';
import { forkWorker, killHard } from './forked.ts';

export interface WorkerRequest {
  readonly id: number;
  readonly command: LedgerCommand | PairCommand;
  /** The process kills itself after the commit, so that the reply is lost. */
  readonly dieBeforeReply: boolean;
}

export type WorkerAnswer =
  | { readonly id: 0; readonly ready: true }
  | { readonly id: number; readonly outcome: PostOutcome | PairOutcome }
  | { readonly id: number; readonly error: string };

/** The process ended before it answered: its caller cannot know what became of the posting. */
export class ReplyLostError extends Error {}

/** A real server process with its own ledger, cache and connections. */
export class LedgerProcess {
  private readonly waiting = new Map<
    number,
    { resolve: (outcome: PostOutcome | PairOutcome) => void; reject: (error: Error) => void }
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
    const { child } = await forkWorker('./ledger-worker.ts', uri);
    return new LedgerProcess(child);
  }

  post(command: LedgerCommand, options: { dieBeforeReply?: boolean } = {}): Promise<PostOutcome> {
    return this.ask(command, options.dieBeforeReply ?? false) as Promise<PostOutcome>;
  }

  postPair(command: PairCommand): Promise<PairOutcome> {
    return this.ask(command, false) as Promise<PairOutcome>;
  }

  private ask(command: LedgerCommand | PairCommand, dieBeforeReply: boolean): Promise<PostOutcome | PairOutcome> {
    const id = this.nextId++;
    return new Promise((resolve, reject) => {
      if (!this.child.connected) return reject(new ReplyLostError('the process has ended'));
      this.waiting.set(id, { resolve, reject });
      this.child.send({ id, command, dieBeforeReply } satisfies WorkerRequest);
    });
  }

  /** kill -9. */
  kill(): Promise<void> {
    return killHard(this.child);
  }

  private take(answer: WorkerAnswer): void {
    const caller = this.waiting.get(answer.id);
    this.waiting.delete(answer.id);
    if ('outcome' in answer) caller?.resolve(answer.outcome);
    else if ('error' in answer) caller?.reject(new Error(answer.error));
  }
}
