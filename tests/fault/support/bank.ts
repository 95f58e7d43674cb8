import type { ChildProcess } from 'node:child_process';
import type { AccountState } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import { forkWorker, killHard } from './forked.ts';

export interface BankSettings {
  readonly uri: string;
  readonly name: string;
  readonly seed: number;
  readonly accounts: readonly string[];
  /** Clients of one process. */
  readonly clients: number;
}

/** Processes whose clients move points about; any of them may be killed, and another takes its place. */
export class BankProcesses {
  private readonly children: ChildProcess[] = [];
  private started = 0;

  constructor(private readonly settings: Omit<BankSettings, 'name'>) {}

  async add(): Promise<void> {
    this.started += 1;
    const settings: BankSettings = { ...this.settings, name: `process ${this.started}` };
    const { child } = await forkWorker('./bank-worker.ts', JSON.stringify(settings));
    this.children.push(child);
  }

  /** kill -9 of the one that has lived longest. */
  async killOldest(): Promise<void> {
    const child = this.children.shift();
    if (child !== undefined) await killHard(child);
  }

  async killAll(): Promise<void> {
    while (this.children.length > 0) await this.killOldest();
  }
}

/** All accounts at one instant. */
export interface WholeBank {
  readonly accounts: readonly {
    readonly account: string;
    readonly state: AccountState;
    readonly seq: number;
    readonly entries: number;
    readonly points: number;
  }[];
  /** Points that are with the shops. */
  readonly spent: number;
}

/** Reads everything as it was at one instant of the database. */
export async function readWhole(db: Db): Promise<WholeBank> {
  const isOfShop = { $in: ['$kind', ['capture', 'refund']] };
  const accounts = await db
    .collection('ledger_entries')
    .aggregate<WholeBank['accounts'][number] & { spent: number }>(
      [
        { $sort: { _id: 1 } },
        {
          $group: {
            _id: '$account',
            account: { $last: '$account' },
            state: { $last: '$state' },
            seq: { $last: '$seq' },
            entries: { $sum: 1 },
            points: { $sum: '$points' },
            spent: { $sum: { $cond: [isOfShop, { $subtract: [0, '$points'] }, 0] } },
          },
        },
      ],
      { readConcern: { level: 'snapshot' }, allowDiskUse: true },
    )
    .toArray();
  return { accounts, spent: accounts.reduce((sum, { spent }) => sum + spent, 0) };
}
