import { isRepetition, type LedgerCommand, type LedgerEntry } from '@red-points/shared/domain/ledger';
import type { PostOutcome } from './types.ts';

/** A command that waits for its answer. */
export class Pending {
  readonly outcome: Promise<PostOutcome>;
  /** Set when it was refused on a state from memory: the next decision must stand on one just read. */
  wantsFreshState = false;
  private accept: ((outcome: PostOutcome) => void) | null = null;
  private fail: ((error: Error) => void) | null = null;

  /**
   * @param name of account and key together
   * @param deadlineMs on the monotonic clock
   * @param onSettled called once, before the caller learns the answer
   */
  constructor(
    readonly command: LedgerCommand,
    readonly name: string,
    readonly deadlineMs: number,
    private readonly onSettled: (pending: Pending) => void,
  ) {
    this.outcome = new Promise<PostOutcome>((resolve, reject) => {
      this.accept = resolve;
      this.fail = reject;
    });
  }

  resolve(outcome: PostOutcome): void {
    this.onSettled(this);
    this.accept?.(outcome);
  }

  /** Answers with the entry that the key has already. */
  resolveRepeated(entry: LedgerEntry): void {
    this.resolve(repeatedOutcome(entry, this.command));
  }

  reject(error: Error): void {
    this.onSettled(this);
    this.fail?.(error);
  }
}

/** The answer to a command whose key has an entry: that entry, or a refusal where the command asks for something else. */
export function repeatedOutcome(entry: LedgerEntry, command: LedgerCommand): PostOutcome {
  if (isRepetition(entry, command)) return { status: 'posted', entry, repeated: true };
  return { status: 'refused', refusal: { code: 'key_reused', detail: { seq: entry.seq } } };
}
