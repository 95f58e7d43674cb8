import { LedgerBusyError } from './types.ts';

/** Postings under way in transactions of their own, so that closing can wait for them. */
export class InFlight {
  private readonly running = new Set<Promise<unknown>>();
  private closing = false;

  /** Begins a posting; rejects with LedgerBusyError once it is closing. */
  run<T>(post: () => Promise<T>): Promise<T> {
    if (this.closing) return Promise.reject(new LedgerBusyError('the ledger is closing'));
    const outcome = post();
    const ended: Promise<unknown> = outcome
      .catch(() => undefined) // Its caller is told; here it only has to have ended.
      .then(() => this.running.delete(ended));
    this.running.add(ended);
    return outcome;
  }

  /** Takes no more and waits for those in flight: at the longest as long as one may take. */
  async close(): Promise<void> {
    this.closing = true;
    await Promise.all(this.running);
  }
}
