import { decide, type LedgerCommand, recordedAfter } from '@red-points/shared/domain/ledger';
import { type Db, MongoError } from 'mongodb';
import { type StoredEntry, sealAfter, toEntry } from './collection.ts';
import type { HeadReader } from './head-reader.ts';
import { type Head, headOf, sound } from './heads.ts';
import { InFlight } from './in-flight.ts';
import { TimeLimitError } from './time-limit.ts';
import { OutcomeUnknownError, type Spending, type Spent, type WrittenBeside } from './types.ts';
import { insertIn, writeTogether } from './write-together.ts';

/**
 * Spends points at once, together with what is written beside them, in one transaction: for who need not wait for another's word. It is
 * tried once. Whatever is in the way (another writer, a refusal, a key that is there already) is left to the steps one by
 * one, which say what it was.
 */
export class SpendingAtOnce {
  private readonly inFlight = new InFlight();

  constructor(
    private readonly db: Db,
    private readonly clock: { now(): number },
    private readonly operationTimeoutMs: number,
    private readonly heads: HeadReader,
  ) {}

  /** The entries once they are majority-committed and journaled with all else, or null: then nothing is written. Throws OutcomeUnknownError. */
  spend(spending: Spending, beside: WrittenBeside): Promise<Spent | null> {
    return this.inFlight.run(() => this.attempt(spending, beside));
  }

  close(): Promise<void> {
    return this.inFlight.close();
  }

  private async attempt(spending: Spending, beside: WrittenBeside): Promise<Spent | null> {
    const { account } = spending.hold;
    const decided: StoredEntry[] = [];
    try {
      const written = await writeTogether(this.db, this.operationTimeoutMs, async (session) => {
        const reading = this.heads.read([account]);
        reading.catch(() => undefined); // It is waited for below, after what is written meanwhile.
        if (!(await beside.before(session))) return false;
        const [head] = await reading;
        if (head === undefined) throw new Error('a head was not read');
        const entries = decideBoth(spending, sound(head), this.clock.now());
        if (entries === null) return false;
        decided.push(...entries);
        await insertIn(this.db, session, entries);
        return beside.after(session, spentOf(entries));
      });
      if (!written) return null;
    } catch (error) {
      if (error instanceof OutcomeUnknownError) throw error;
      // Nothing is written. The steps one by one meet the same trouble, and are repeated where they should be.
      if (error instanceof MongoError || error instanceof TimeLimitError) return null;
      throw error;
    }
    const spent = spentOf(decided);
    this.heads.note(account, spent.captured.seq);
    return spent;
  }
}

/** The two entries on an account's state, sealed; null where either is refused. */
function decideBoth({ hold, capture }: Spending, head: Head, nowMs: number): StoredEntry[] | null {
  const held = decideOne(hold, head, nowMs);
  if (held === null) return null;
  const captured = decideOne(capture, headOf(held), nowMs);
  return captured === null ? null : [held, captured];
}

function decideOne(command: LedgerCommand, head: Head, nowMs: number): StoredEntry | null {
  const decision = decide(head.state, command, recordedAfter(nowMs, head.recordedAtMs));
  return decision.kind === 'refused' ? null : sealAfter(decision.draft, head);
}

function spentOf(entries: readonly StoredEntry[]): Spent {
  const [held, captured] = entries.map(toEntry);
  if (held === undefined || captured === undefined) throw new Error('a spending has two entries');
  return { held, captured };
}
