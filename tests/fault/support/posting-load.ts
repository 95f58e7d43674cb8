import { seededRandom } from '@red-points/scripts/demo/random';
import type { Ledger, PairOutcome, PostOutcome } from '@red-points/server/ledger/index';
import { pairCheck, verifyLedger } from '@red-points/server/ledger/index';
import type { LedgerCommand, LedgerEntry, PairCommand } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { expect } from 'vitest';
import { earnCommand, ledgerContext, newAccountId, spendCommand } from '../../support/ledger-commands.ts';
import { ended, expectSame, reached, type WatchedLoad } from './watched-load.ts';

/** What the accounts begin with: more than all clients together can spend, so that no refusal is ever right. */
const STARTING_POINTS = 500_000;

export interface LoadSettings {
  readonly seed: number;
  readonly accounts: number;
  /** Clients that ask at the same time. */
  readonly clients: number;
  /** Asks some process. Throws where the answer was lost or is unknown. */
  readonly post: (client: number, command: LedgerCommand | PairCommand) => Promise<PostOutcome | PairOutcome>;
  /** Whether a failure says "ask again with the same key". Any other failure is a bug. */
  readonly mayAskAgain: (error: unknown) => boolean;
}

/**
 * Clients outside of everything that is cut or killed. Each asks again with the same key until it has an answer, and
 * writes the answer down: what they know at the end, the ledger must say too.
 */
export class PostingLoad {
  readonly accounts: readonly string[];
  /** Entries that were asked for, by account and key. */
  readonly asked = new Set<string>();
  /** Entries that were answered, by account and key. */
  readonly answered = new Map<string, LedgerEntry>();
  /** Requests that were asked more than once. */
  askedAgain = 0;
  private isOver = false;
  private work: Promise<unknown> = Promise.resolve();
  private failure: { readonly error: unknown } | null = null;
  private readonly watched: WatchedLoad = {
    answers: () => this.answered.size,
    askedAgain: () => this.askedAgain,
    failure: () => this.failure,
  };

  constructor(private readonly settings: LoadSettings) {
    this.accounts = Array.from({ length: settings.accounts }, newAccountId);
  }

  /** Gives every account what it spends later. */
  async prepare(ledger: Ledger): Promise<void> {
    for (const account of this.accounts) {
      const command = earnCommand(account, 'claim:start', STARTING_POINTS);
      this.asked.add(nameOf(command));
      this.answer(await ledger.post(command));
    }
  }

  start(): void {
    this.work = Promise.all(Array.from({ length: this.settings.clients }, (_, client) => this.client(client)));
    // Whoever waits for the end gets a failure; until then it must not count as nobody's.
    this.work.catch((error: unknown) => {
      this.failure = { error };
    });
  }

  /** Waits until so many more requests were answered. Throws at once where a client failed, or where nobody gets an answer. */
  async progress(answers: number): Promise<void> {
    await reached(this.watched, this.answered.size + answers);
  }

  /** Lets every client finish what it has begun. */
  async end(): Promise<void> {
    this.isOver = true;
    await ended(this.watched, this.work);
  }

  /** Every key has exactly one effect, every answer is what the ledger says, and the whole of it holds. */
  async expectExactlyOnce(db: Db): Promise<void> {
    const stored = await db
      .collection<{ _id: string; account: string; key: string; points: number }>('ledger_entries')
      .find({ account: { $in: [...this.accounts] } }, { readConcern: { level: 'majority' } })
      .toArray();
    expect(this.answered.size).toBe(this.asked.size);
    expectSame(stored.map(nameOf), [...this.asked]);
    const answeredIds = [...this.answered].map(([name, entry]) => `${name} ${entry._id}`);
    expectSame(
      stored.map((entry) => `${nameOf(entry)} ${entry._id}`),
      answeredIds,
    );
    const { bad } = await verifyLedger({ db, checks: [pairCheck({ db, account: null }) ?? []].flat() });
    expect(bad).toEqual([]);
  }

  private async client(client: number): Promise<void> {
    const random = seededRandom(this.settings.seed).fork(`client ${client}`);
    const holds: { account: string; holdId: string }[] = [];
    const spends: LedgerEntry[] = [];
    for (let turn = 0; !this.isOver; turn += 1) {
      const account = random.pick(this.accounts);
      const key = `load:${client}:${turn}`;
      const points = random.between(1, 5);
      const shop = { ...spendCommand(account, key, points) };
      switch (random.pick(['earn', 'spend', 'give', 'hold', 'hold', 'end of a hold', 'end of a hold', 'refund'])) {
        case 'earn':
          await this.ask(client, earnCommand(account, key, points));
          break;
        case 'spend':
          spends.push(await this.ask(client, shop));
          break;
        case 'give': {
          const [from, to] = random.sample(this.accounts, 2);
          if (from !== undefined && to !== undefined) await this.ask(client, giveCommand(from, to, key, points));
          break;
        }
        case 'hold': {
          // Few at a time: an account has room for twenty.
          if (holds.length > 0) break;
          await this.ask(client, { ...shop, kind: 'hold', holdId: key, holdExpiresAtMs: shop.effectiveAtMs });
          holds.push({ account, holdId: key });
          break;
        }
        case 'end of a hold': {
          const hold = holds.pop();
          if (hold === undefined) break;
          const kind = random.pick(['capture', 'release'] as const);
          const entry = await this.ask(client, { ...ledgerContext(hold.account, key), kind, holdId: hold.holdId });
          if (kind === 'capture') spends.push(entry);
          break;
        }
        default: {
          const spend = spends.pop();
          if (spend === undefined) break;
          const refund = { kind: 'refund', originalSeq: spend.seq, points: 1 } as const;
          await this.ask(client, { ...ledgerContext(spend.account, key), ...refund });
        }
      }
    }
  }

  /** Asks until there is an answer. A refusal is none: everything here is funded. @returns the (giver's) entry */
  private async ask(client: number, command: LedgerCommand | PairCommand): Promise<LedgerEntry> {
    for (const account of 'from' in command ? [command.from, command.to] : [command.account]) {
      this.asked.add(nameOf({ account, key: command.key }));
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        return this.answer(await this.settings.post(client, command));
      } catch (error) {
        if (!this.settings.mayAskAgain(error)) throw error;
        if (attempt === 1) this.askedAgain += 1;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
  }

  private answer(outcome: PostOutcome | PairOutcome): LedgerEntry {
    if (outcome.status === 'refused') throw new Error(`refused: ${JSON.stringify(outcome.refusal)}`);
    if ('entry' in outcome) return this.note(outcome.entry);
    this.note(outcome.to);
    return this.note(outcome.from);
  }

  private note(entry: LedgerEntry): LedgerEntry {
    this.answered.set(nameOf(entry), entry);
    return entry;
  }
}

export function giveCommand(from: string, to: string, key: string, points: number): PairCommand {
  const { source, actors, issuerUnit, effectiveAtMs } = ledgerContext(from, key);
  const homeUnits = { from: 'jinxiu-g1', to: 'jinxiu-g1' };
  return { kind: 'donate', from, to, key, points, source, actors, issuerUnit, homeUnits, effectiveAtMs };
}

function nameOf({ account, key }: { account: string; key: string }): string {
  return `${account} ${key}`;
}
