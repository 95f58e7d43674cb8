import { setTimeout as sleep } from 'node:timers/promises';
import { entryIdRange, type Source } from '@red-points/shared/domain/ledger';
import type { BadEntry } from '@red-points/shared/domain/verification';
import type { Db } from 'mongodb';
import type { CheckScope, LedgerCheck } from './check.ts';
import { ledgerCollection, type StoredEntry } from './collection.ts';

/** What an independent record says that the ledger must have. */
export interface ExpectedEntry {
  /** The record's id, as entries name it in `source.id`. */
  readonly sourceId: string;
  readonly account: string;
  /** Points credited or captured, never negative. */
  readonly points: number;
  readonly minutes: number;
}

/** The posted records of one kind, given by the noun that keeps them. Asked again when something does not match. */
export interface RecordMatcher {
  readonly sourceKind: Source['kind'];
  records(): AsyncIterable<ExpectedEntry>;
}

interface Posted {
  readonly account: string;
  readonly seq: number;
  readonly sourceKind: Source['kind'];
  readonly sourceId: string;
  readonly points: number;
  readonly requestedPoints: number;
  readonly minutes: number;
}

const ATTEMPTS = 3;
const PAUSE_MS = 1_000;

/** Matches credits and captures with the records that they come from, both ways. */
export function recordCheck({ db, account }: CheckScope, matchers: readonly RecordMatcher[]): LedgerCheck | null {
  if (account !== null) return null;
  const match = new RecordMatch(matchers);
  return {
    name: 'records',
    take: (stored) => match.add(stored),
    finish: () => match.mismatches((account, source) => isPosted(db, account, source)),
  };
}

class RecordMatch {
  private readonly posted = new Map<string, Posted>();
  private readonly doubles: BadEntry[] = [];
  private readonly kinds: ReadonlySet<Source['kind']>;

  constructor(private readonly matchers: readonly RecordMatcher[]) {
    this.kinds = new Set(matchers.map(({ sourceKind }) => sourceKind));
  }

  /** Takes note of an entry: earn, capture and spend have a record where a matcher knows their kind of source. */
  add(entry: StoredEntry): void {
    if (entry.kind !== 'earn' && entry.kind !== 'capture' && entry.kind !== 'spend') return;
    const { kind: sourceKind, id: sourceId } = entry.source;
    if (!this.kinds.has(sourceKind)) return;
    const name = nameOf(sourceKind, sourceId, entry.account);
    const { account, seq, minutes } = entry;
    const points = Math.abs(entry.points);
    const posted = {
      account,
      seq,
      sourceKind,
      sourceId,
      points,
      requestedPoints: entry.requestedPoints ?? points,
      minutes,
    };
    if (this.posted.has(name))
      this.doubles.push({ account, seq, code: 'credited_twice', about: { kind: sourceKind, id: sourceId } });
    else this.posted.set(name, posted);
  }

  /**
   * What does not match. A record is marked as posted a little after its entry, so that on a live database the
   * records are read again before anything is reported.
   *
   * @param isPosted tells whether a record without an entry got one while the ledger was read
   */
  async mismatches(isPosted: (account: string, source: Source) => Promise<boolean>): Promise<BadEntry[]> {
    let found: BadEntry[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      found = await this.compare(isPosted);
      if (found.length === 0) break;
      if (attempt < ATTEMPTS) await sleep(PAUSE_MS);
    }
    return [...this.doubles, ...found];
  }

  private async compare(isPosted: (account: string, source: Source) => Promise<boolean>): Promise<BadEntry[]> {
    const unmatched = new Map(this.posted);
    const found: BadEntry[] = [];
    for (const { sourceKind, records } of this.matchers) {
      for await (const record of records()) {
        const { account, sourceId } = record;
        const name = nameOf(sourceKind, sourceId, account);
        const entry = unmatched.get(name);
        unmatched.delete(name);
        if (entry !== undefined) {
          if (!sameValue(entry, record)) {
            found.push({ account, seq: entry.seq, code: 'record_mismatch', about: { kind: sourceKind, id: sourceId } });
          }
        } else if (this.posted.has(name) || !(await isPosted(account, { kind: sourceKind, id: sourceId }))) {
          found.push({ account, seq: 0, code: 'record_without_entry', about: { kind: sourceKind, id: sourceId } });
        }
      }
    }
    for (const { account, seq, sourceKind, sourceId } of unmatched.values()) {
      found.push({ account, seq, code: 'entry_without_record', about: { kind: sourceKind, id: sourceId } });
    }
    return found;
  }
}

/** A record may keep what was asked for or what caps left of it. */
function sameValue(posted: Posted, record: ExpectedEntry): boolean {
  const points = posted.points === record.points || posted.requestedPoints === record.points;
  return points && posted.minutes === record.minutes;
}

function nameOf(sourceKind: string, sourceId: string, account: string): string {
  return `${sourceKind}:${account}:${sourceId}`;
}

async function isPosted(db: Db, account: string, source: Source): Promise<boolean> {
  const filter = { _id: entryIdRange(account), 'source.kind': source.kind, 'source.id': source.id };
  return (await ledgerCollection(db).findOne(filter)) !== null;
}
