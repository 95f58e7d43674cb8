import { setTimeout as sleep } from 'node:timers/promises';
import { type Random, seededRandom } from '@red-points/scripts/demo/random';
import type { PairOutcome, PostOutcome } from '@red-points/server/ledger/index';
import type { LedgerCommand, PairCommand } from '@red-points/shared/domain/ledger';
import type { Db, Document } from 'mongodb';
import { earnCommand, ledgerContext } from '../../support/ledger-commands.ts';

export interface RecordedLoadSettings {
  /** Where records are kept; with connections of its own, so that nobody who reads waits for them. */
  readonly db: Db;
  readonly seed: number;
  readonly accounts: readonly string[];
  /** Asks one of several processes. */
  readonly post: (number: number, command: LedgerCommand | PairCommand) => Promise<PostOutcome | PairOutcome>;
}

const STAFF = 'u-staff';
const SLOW_MS = 2_000;

/**
 * Posts as nouns do: first a record that is on its way, then the entry, then the record says that it is posted. At any
 * instant some of what was begun is between any two of these.
 */
export class RecordedLoad {
  /** Entries so far. */
  posted = 0;
  inFlight = 0;
  private begun = 0;
  private readonly random: Random;
  private readonly earned: { account: string; seq: number }[] = [];
  private readonly work: Promise<void>[] = [];

  constructor(private readonly settings: RecordedLoadSettings) {
    this.random = seededRandom(settings.seed);
  }

  /** Begins so many more at once. */
  begin(count: number): void {
    for (let number = 0; number < count; number += 1) {
      this.inFlight += 1;
      const one = this.one(this.begun++).finally(() => {
        this.inFlight -= 1;
      });
      // Whoever waits for the end gets a failure.
      one.catch(() => undefined);
      this.work.push(one);
    }
  }

  /** Waits for all that was begun. */
  async end(): Promise<void> {
    await Promise.all(this.work.splice(0));
  }

  private async one(number: number): Promise<void> {
    const { random, earned } = this;
    const id = `r${number}`;
    const account = random.pick(this.settings.accounts);
    const points = random.between(1, 9);
    const mistaken = random.next() < 0.15 ? earned.shift() : undefined;
    if (mistaken !== undefined) await this.reverse(number, id, mistaken.account, mistaken.seq);
    else if (random.next() < 0.35) await this.donate(number, id, account, points);
    else earned.push({ account, seq: await this.earn(number, id, account, points) });
  }

  private async earn(number: number, id: string, accountId: string, points: number): Promise<number> {
    const row = { accountId, points, minutes: 60, unitId: 'jinxiu', identity: id, seq: null, state: 'pending' };
    const entry = { ...earnCommand(accountId, `import:${id}`, points), source: { kind: 'import_row', id } } as const;
    let seq = 0;
    await this.recorded('import_rows', { _id: id, ...row }, number, entry, (outcome) => {
      if ('entry' in outcome) seq = outcome.entry.seq;
      return { seq };
    });
    return seq;
  }

  private async reverse(number: number, id: string, accountId: string, originalSeq: number): Promise<void> {
    const entryId = `${accountId}:${String(originalSeq).padStart(10, '0')}`;
    const asked = { entryId, accountId, requestedAt: new Date(), budgetReturned: true, state: 'asked' };
    const source = { kind: 'adjustment', id } as const;
    const entry = {
      ...ledgerContext(accountId, `reverse:${originalSeq}`),
      source,
      kind: 'reverse',
      originalSeq,
    } as const;
    await this.recorded('reversals', { _id: id, ...request(id), ...asked }, number, entry, () => ({}));
  }

  private async donate(number: number, id: string, accountId: string, points: number): Promise<void> {
    const { random } = this;
    const other = random.pick(this.settings.accounts.filter((account) => account !== accountId));
    const isPair = random.next() < 0.5;
    const to = isPair ? { kind: 'organisation', accountId: other } : { kind: 'fund', unitId: 'jinxiu' };
    const given = { accountId, to, points, entrySeq: null, state: 'created', createdAt: new Date(), nextCheckAt: null };
    const context = { ...ledgerContext(accountId, `donation:${id}`), source: { kind: 'donation', id } as const };
    const { key, source, actors, issuerUnit, effectiveAtMs } = context;
    const homeUnits = { from: 'jinxiu-g1', to: 'jinxiu-g1' };
    const common = { kind: 'donate', key, source, actors, issuerUnit, effectiveAtMs, points } as const;
    const entry: LedgerCommand | PairCommand = isPair
      ? { ...common, from: accountId, to: other, homeUnits }
      : { ...context, kind: 'donate', points, counterparty: { kind: 'fund', id: 'jinxiu' } };
    await this.recorded('donations', { _id: id, ...request(id), ...given }, number, entry, (outcome) => {
      const { seq } = 'entry' in outcome ? outcome.entry : outcome.from;
      return { entrySeq: seq };
    });
  }

  private async recorded(
    collection: string,
    record: Document & { _id: string },
    number: number,
    command: LedgerCommand | PairCommand,
    marks: (outcome: Exclude<PostOutcome | PairOutcome, { status: 'refused' }>) => Document,
  ): Promise<void> {
    const records = this.settings.db.collection<Document & { _id: string }>(collection);
    await records.insertOne(record);
    const outcome = await this.settings.post(number, command);
    if (outcome.status === 'refused') {
      await records.updateOne({ _id: record._id }, { $set: { state: 'refused' } });
      return;
    }
    this.posted += 'entry' in outcome ? 1 : 2;
    // Every fourth process is slow between its entry and its record: a verification passes in between.
    if (number % 4 === 0) await sleep(SLOW_MS);
    await records.updateOne({ _id: record._id }, { $set: { ...marks(outcome), state: 'posted' } });
  }
}

function request(id: string) {
  return { request: { caller: STAFF, key: id, fingerprint: id } };
}
