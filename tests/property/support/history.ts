import { randomBytes } from 'node:crypto';
import {
  createLedger,
  expireDueLots,
  type Ledger,
  type PairOutcome,
  type PostOutcome,
  pairCheck,
  verifyLedger,
} from '@red-points/server/ledger/index';
import type { LedgerCommand, LedgerEntry, PairCommand } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { expect } from 'vitest';
import { ACCOUNTS, PROCESSES } from './asks.ts';
import { type Answer, PlainAccount, type PlainEntry } from './plain-account.ts';
import { answerPair } from './plain-pair.ts';
import { pictureOfAccount, pictureOfView } from './plain-picture.ts';

const START_MS = Date.UTC(2026, 0, 15, 4);

/** Something asked of one account, or of two, through one process. */
export type Request = { readonly account: number; readonly process: number } & (
  | { readonly command: LedgerCommand; readonly other?: undefined }
  | { readonly command: PairCommand; readonly other: number }
);

/** What is known of the world without asking the ledger. */
export class Model {
  readonly accounts = Array.from({ length: ACCOUNTS }, () => new PlainAccount());
  /** Clocks of the processes: they need not agree, and can be set back. */
  readonly clocks = Array.from({ length: PROCESSES }, () => START_MS);
  /** Every request ever made. */
  readonly requests: Request[] = [];
  /** How often each kind of answer was given, to see that the histories reach everything. */
  readonly met = new Map<string, number>();
  private keys = 0;

  newKey(): string {
    this.keys += 1;
    return `k${this.keys}`;
  }

  meet(answer: Answer): void {
    const name = answer.status === 'refused' ? answer.code : `${answer.entries[0]?.asked.kind} ${answer.status}`;
    this.met.set(name, (this.met.get(name) ?? 0) + 1);
  }

  /** Answers a request and does it. @param accounts as they are, or as they were when the ledger may have answered */
  answer(request: Request, accounts: readonly PlainAccount[] = this.accounts): Answer {
    const clockMs = this.clock(request.process);
    const account = at(accounts, request.account);
    if (request.other === undefined) return account.answer(request.command, clockMs);
    return answerPair(account, at(accounts, request.other), request.command, clockMs);
  }

  account(index: number): PlainAccount {
    return at(this.accounts, index);
  }

  clock(process: number): number {
    return this.clocks[process] ?? START_MS;
  }
}

/** Two processes' ledgers on one real database, each with its own clock and its own memory of accounts. */
export class Real {
  readonly ids: readonly string[];
  private readonly ledgers: Ledger[];
  private readonly reader: Ledger;

  private constructor(
    readonly db: Db,
    private readonly model: Model,
  ) {
    this.ids = model.accounts.map(() => randomBytes(9).toString('base64url'));
    this.ledgers = model.clocks.map((_, process) => this.newLedger(process));
    this.reader = createLedger({ db, clock: { now: () => this.readerNowMs } });
  }

  /** Begins with an empty ledger: what an earlier history left behind is taken away. */
  static async begin(db: Db, model: Model): Promise<Real> {
    await Promise.all(['ledger_entries', 'ledger_due_lots'].map((name) => db.collection(name).deleteMany({})));
    return new Real(db, model);
  }

  get readerNowMs(): number {
    return Math.max(...this.model.clocks);
  }

  ask({ process, command, other }: Request): Promise<PostOutcome | PairOutcome> {
    const ledger = at(this.ledgers, process);
    return other === undefined ? ledger.post(command) : ledger.postPair(command);
  }

  /** A process ends and another takes its place: it remembers nothing. */
  async restart(process: number): Promise<void> {
    await at(this.ledgers, process).close();
    this.ledgers[process] = this.newLedger(process);
  }

  /** The expiry job of a process. @returns points that it took */
  async expire(process: number): Promise<number> {
    const clock = { now: () => this.model.clock(process) };
    return (await expireDueLots({ db: this.db, ledger: at(this.ledgers, process), clock })).points;
  }

  /** Whole states of all accounts, by a reader of its own, beside the model's. */
  async expectAgreement(): Promise<void> {
    const views = await this.reader.views(this.ids);
    const { accounts } = this.model;
    const told = views.map((view, index) => pictureOfView(view, accounts[index]?.recordedAtMs ?? 0));
    expect(told).toEqual(accounts.map((account) => pictureOfAccount(account, this.readerNowMs)));
  }

  /** Every entry of every account beside what the model wrote down, and the whole chain. */
  async expectSameHistory(): Promise<void> {
    for (const [index, id] of this.ids.entries()) {
      const expected = this.model.account(index).entries.map(pictureOfPlain);
      expect((await this.historyOf(id)).map(pictureOfEntry)).toEqual(expected);
    }
    const { bad, transactions } = await verifyLedger({
      db: this.db,
      checks: [pairCheck({ db: this.db, account: null }) ?? []].flat(),
    });
    expect(bad).toEqual([]);
    expect(transactions).toBe(this.model.accounts.reduce((sum, { entries }) => sum + entries.length, 0));
  }

  private async historyOf(id: string): Promise<LedgerEntry[]> {
    const newestFirst: LedgerEntry[] = [];
    let beforeSeq: number | null | undefined;
    while (beforeSeq !== null) {
      const page = await this.reader.statement(id, { limit: 50, beforeSeq });
      newestFirst.push(...page.entries);
      beforeSeq = page.nextBeforeSeq;
    }
    return newestFirst.reverse();
  }

  async close(): Promise<void> {
    await Promise.all([...this.ledgers, this.reader].map((ledger) => ledger.close()));
  }

  private newLedger(process: number): Ledger {
    // Chains begin early, so that histories this short have some.
    const settings = { chainMin: 3 };
    return createLedger({ db: this.db, clock: { now: () => this.model.clock(process) }, settings });
  }
}

/** What an answer of the ledger comes to, in the model's words. */
export function pictureOfOutcome(outcome: PostOutcome | PairOutcome): object {
  if (outcome.status === 'refused') return { status: 'refused', code: outcome.refusal.code };
  return { status: outcome.repeated ? 'repeated' : 'posted', entries: entriesOf(outcome).map(pictureOfEntry) };
}

export function pictureOfAnswer(answer: Answer): object {
  if (answer.status === 'refused') return { status: 'refused', code: answer.code };
  return { status: answer.status, entries: answer.entries.map(pictureOfPlain) };
}

/** The entries of an outcome, the giver's first. */
export function entriesOf(outcome: PostOutcome | PairOutcome): LedgerEntry[] {
  if (outcome.status === 'refused') return [];
  return 'entry' in outcome ? [outcome.entry] : [outcome.from, outcome.to];
}

function pictureOfEntry(entry: LedgerEntry): object {
  const { seq, kind, key, points, minutes, owedChange, recordedAtMs, effectiveAtMs } = entry;
  const { source, counterparty, actors, refersTo = null } = entry;
  const amounts = { points, minutes, owedChange };
  return { seq, kind, key, ...amounts, recordedAtMs, effectiveAtMs, source, counterparty, actors, refersTo };
}

function pictureOfPlain({ seq, asked, points, minutes, owedChange, recordedAtMs }: PlainEntry): object {
  const { kind, key, effectiveAtMs, source, counterparty, actors, originalSeq: refersTo = null } = asked;
  const amounts = { points, minutes, owedChange };
  return { seq, kind, key, ...amounts, recordedAtMs, effectiveAtMs, source, counterparty, actors, refersTo };
}

export function at<T>(items: readonly T[], index: number): T {
  const item = items[index];
  if (item === undefined) throw new RangeError(`there is no number ${index}`);
  return item;
}
