import type { LedgerCommand, PairCommand } from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { ACCOUNTS, type Ask, commandOf, contextOf, PROCESSES } from './asks.ts';
import { at, type Model, type Real, type Request } from './history.ts';

/** Asks one thing after the other, as steps do. */
export type AskOne = (model: Model, real: Real, request: Request) => Promise<void>;

/** What chance alone rarely brings about: points spent and then reversed, and accounts joined in awkward moments. */
export const SCENES = ['debt', 'debtor joins', 'debt is paid', 'join of due points', 'reversal reversed'] as const;

export const sceneArbitrary = fc.record({
  scene: fc.constantFrom(...SCENES),
  account: fc.nat(ACCOUNTS - 1),
  process: fc.nat(PROCESSES - 1),
  points: fc.integer({ min: 1, max: 9 }),
});

/** Plays a scene on an account, whatever state it is in: some of what is asked may be refused, as anything may. */
export class Scene {
  private readonly account: number;
  private readonly process: number;
  private readonly points: number;

  constructor(
    private readonly model: Model,
    private readonly real: Real,
    given: { readonly account: number; readonly process: number; readonly points: number },
    private readonly askOne: AskOne,
  ) {
    this.account = given.account;
    this.process = given.process;
    this.points = given.points;
  }

  async play(scene: (typeof SCENES)[number]): Promise<void> {
    switch (scene) {
      case 'debt':
        return this.runIntoDebt();
      case 'debtor joins':
        await this.runIntoDebt();
        return this.join();
      case 'debt is paid':
        await this.runIntoDebt();
        await this.earn(this.points + 3);
        return this.reverse(this.entries());
      case 'join of due points':
        await this.earn(this.points, { kind: 'months', months: 1, from: 'recorded' });
        this.model.clocks[this.process] = this.model.clock(this.process) + 100 * 86_400_000;
        return this.join();
      case 'reversal reversed':
        await this.earn(this.points);
        await this.reverse(this.entries());
        return this.reverse(this.entries());
      default:
        return scene satisfies never;
    }
  }

  private async runIntoDebt(): Promise<void> {
    await this.earn(this.points);
    const earned = this.entries();
    const account = this.model.account(this.account);
    const nowMs = Math.max(this.model.clock(this.process), account.recordedAtMs);
    await this.ask({ kind: 'spend', points: account.bag.free(nowMs) });
    await this.reverse(earned);
  }

  private earn(points: number, expiry: Ask['expiry'] = { kind: 'never', from: 'effective' }): Promise<void> {
    return this.ask({ kind: 'earn', points, expiry });
  }

  private async reverse(originalSeq: number): Promise<void> {
    const context = contextOf(this.asked({ kind: 'reverse' }), this.id(), this.model.newKey(), this.nowMs());
    await this.send({ ...context, kind: 'reverse', originalSeq });
  }

  /** Joins it to the next account. */
  private async join(): Promise<void> {
    const other = (this.account + 1) % ACCOUNTS;
    const key = this.model.newKey();
    const { source, actors, issuerUnit, effectiveAtMs } = contextOf(
      this.asked({ kind: 'join' }),
      this.id(),
      key,
      this.nowMs(),
    );
    const homeUnits = { from: 'jinxiu-g1', to: 'jinxiu-g2' };
    const ids = { from: this.id(), to: at(this.real.ids, other) };
    const command: PairCommand = { kind: 'join', ...ids, key, source, actors, issuerUnit, homeUnits, effectiveAtMs };
    await this.askOne(this.model, this.real, { account: this.account, other, process: this.process, command });
  }

  private async ask(part: Partial<Ask> & Pick<Ask, 'kind'>): Promise<void> {
    const { account } = this;
    const command = commandOf(
      this.asked(part),
      this.model.account(account),
      this.id(),
      this.model.newKey(),
      this.nowMs(),
    );
    await this.send(command);
  }

  private send(command: LedgerCommand): Promise<void> {
    return this.askOne(this.model, this.real, { account: this.account, process: this.process, command });
  }

  private asked(part: Partial<Ask> & Pick<Ask, 'kind'>): Ask {
    const { account, process, points } = this;
    // A pick of 0 takes amounts as they are given.
    const plain = {
      minutes: 0,
      pick: 0,
      expiry: { kind: 'never', from: 'effective' },
      daysAgo: 0,
      capped: 'no',
    } as const;
    return { account, process, points, ...plain, ...part };
  }

  private entries(): number {
    return this.model.account(this.account).entries.length;
  }

  private id(): string {
    return at(this.real.ids, this.account);
  }

  private nowMs(): number {
    return this.model.clock(this.process);
  }
}
