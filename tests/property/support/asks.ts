import type { Cap, EntryContext, ExpiryPolicy, LedgerCommand, PairCommand } from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { capNames } from './calendar.ts';
import type { PlainAccount } from './plain-account.ts';

/** Accounts of one history, and server processes that post to them. */
export const ACCOUNTS = 4;
export const PROCESSES = 2;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What somebody asks of the ledger, before it is known what there is to refer to. */
export interface Ask {
  readonly kind: LedgerCommand['kind'] | 'import' | 'give' | 'join';
  /** Whose account, and which process is asked. */
  readonly account: number;
  readonly process: number;
  readonly points: number;
  readonly minutes: number;
  /** Picks among what there is: a hold, an earlier entry, a sign. */
  readonly pick: number;
  readonly expiry: ExpiryPolicy;
  /** How long ago it happened. */
  readonly daysAgo: number;
  readonly capped: 'no' | 'year' | 'day and year' | 'month';
}

const expiryArbitrary: fc.Arbitrary<ExpiryPolicy> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('end_of_next_year' as const, 'never' as const),
    from: fc.constantFrom('effective' as const, 'recorded' as const),
  }),
  fc.record({
    kind: fc.constant('months' as const),
    months: fc.integer({ min: 1, max: 14 }),
    from: fc.constantFrom('effective' as const, 'recorded' as const),
  }),
);

const kindArbitrary = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.constantFrom<Ask['kind']>(
      ...(['earn', 'earn', 'earn', 'earn', 'import', 'import', 'hold', 'hold', 'hold', 'capture', 'capture'] as const),
      ...([
        'release',
        'spend',
        'spend',
        'spend',
        'refund',
        'refund',
        'reverse',
        'reverse',
        'adjust',
        'donate',
      ] as const),
      ...(['expire', 'give', 'give'] as const),
    ),
  },
  // End a history, so that they must be rare.
  { weight: 1, arbitrary: fc.constantFrom<Ask['kind']>('close', 'join') },
);

/** Whole and small, but now and then nothing at all, or an amount that no entry can have. */
const pointsArbitrary = fc.oneof(
  { weight: 40, arbitrary: fc.integer({ min: 0, max: 30 }) },
  { weight: 1, arbitrary: fc.constantFrom(0.5, -3, 1_000_001) },
);

export const askArbitrary: fc.Arbitrary<Ask> = fc.record({
  kind: kindArbitrary,
  // Mostly the first, so that histories get long.
  account: fc.constantFrom(0, 0, 0, 0, 1, 1, 2, 3),
  process: fc.nat(PROCESSES - 1),
  points: pointsArbitrary,
  minutes: fc.constantFrom(0, 0, 30, 60),
  pick: fc.nat(1_000),
  expiry: expiryArbitrary,
  daysAgo: fc.constantFrom(0, 0, 0, 1, 30, 400, 1_500),
  capped: fc.constantFrom('no', 'no', 'year', 'day and year', 'month'),
});

/** The other account of an ask for two. */
export function otherOf({ account, pick }: Ask): number {
  return (account + 1 + (pick % (ACCOUNTS - 1))) % ACCOUNTS;
}

/** The ledger's command for an ask for two accounts; null for other asks. */
export function pairCommandOf(
  ask: Ask,
  account: PlainAccount,
  ids: { from: string; to: string },
  key: string,
  nowMs: number,
): PairCommand | null {
  if (ask.kind !== 'give' && ask.kind !== 'join') return null;
  const { source, actors, issuerUnit, effectiveAtMs } = contextOf(ask, ids.from, key, nowMs);
  const homeUnits = { from: 'jinxiu-g1', to: 'jinxiu-g2' };
  const context = { ...ids, key, source, actors, issuerUnit, homeUnits, effectiveAtMs };
  if (ask.kind === 'join') return { ...context, kind: 'join' };
  return { ...context, kind: 'donate', points: modestly(ask, account, nowMs) };
}

/** An amount that is often there to be taken. */
function modestly({ points, pick }: Ask, account: PlainAccount, nowMs: number): number {
  return isWild(pick) ? points : Math.min(points, 1 + Math.floor(account.bag.free(nowMs) / 3));
}

/** Mostly what can be done, so that histories get somewhere; now and then what cannot. */
function isWild(pick: number): boolean {
  return pick % 6 === 0;
}

/** The ledger's command for what was asked, given the account as it stands and the clock of the process asked. */
export function commandOf(ask: Ask, account: PlainAccount, id: string, key: string, nowMs: number): LedgerCommand {
  const context = contextOf(ask, id, key, nowMs);
  const { kind, points, minutes, pick, expiry } = ask;
  const holds = [...account.holds.keys()];
  const wild = isWild(pick);
  const holdId = wild ? 'none' : (holds[pick % Math.max(1, holds.length)] ?? 'none');
  const originalSeq = wild ? 1 + (pick % (account.entries.length + 1)) : originalOf(kind, account, pick);
  const modest = modestly(ask, account, nowMs);
  switch (kind) {
    case 'earn':
    case 'import': {
      const rule = { code: 'ZY-01', version: 1 };
      const provenance = kind === 'import' ? ('imported' as const) : ('claimed' as const);
      const caps = capsOf(ask, context.effectiveAtMs);
      return { ...context, kind: 'earn', points, minutes, expiry, caps, rule, category: 'culture', provenance };
    }
    case 'hold': {
      const taken = pick % 11 === 0 ? holds[0] : undefined;
      return { ...context, kind, holdId: taken ?? `h-${key}`, points: modest, holdExpiresAtMs: nowMs + 180_000 };
    }
    case 'capture':
    case 'release':
      return { ...context, kind, holdId };
    case 'spend':
    case 'donate':
      return { ...context, kind, points: modest };
    case 'refund':
      return { ...context, kind, originalSeq, points: wild ? points : Math.min(points, 1 + (pick % 3)) };
    case 'reverse':
      return { ...context, kind, originalSeq };
    case 'expire':
    case 'close':
      return { ...context, kind };
    case 'adjust': {
      const [signed, time] = pick % 2 === 0 ? [points, minutes] : [0 - modest, 0 - minutes];
      const corrects = pick % 3 === 0 ? { originalSeq } : {};
      return { ...context, kind, points: signed, minutes: time, expiry, ...corrects };
    }
    default:
      throw new TypeError(`unknown ask ${String(kind)}`);
  }
}

/** An entry that a refund or reversal may well refer to, or else the first that there is not. */
function originalOf(kind: Ask['kind'], { entries }: PlainAccount, pick: number): number {
  const kinds = kind === 'refund' ? ['spend', 'capture'] : ['earn', 'earn', 'spend', 'capture', 'adjust', 'donate'];
  const fitting = entries.filter(({ asked }) => kinds.includes(asked.kind));
  return fitting[pick % Math.max(1, fitting.length)]?.seq ?? entries.length + 1;
}

/** The same request once more, as a client repeats it: later, and perhaps through another desk. */
export function repeated<T extends LedgerCommand | PairCommand>(command: T): T {
  const effectiveAtMs = command.effectiveAtMs + HOUR_MS;
  return { ...command, effectiveAtMs, actors: [{ part: 'operator', id: 'o2' }] };
}

/** Another request under the same key. */
export function altered<T extends LedgerCommand | PairCommand>(command: T, pick: number): T {
  if (pick % 2 === 0 && 'points' in command) return { ...command, points: command.points + 1 };
  if (pick % 2 === 0 && 'originalSeq' in command) return { ...command, originalSeq: (command.originalSeq ?? 0) + 1 };
  if (pick % 2 === 0 && 'holdId' in command) return { ...command, holdId: `${command.holdId}-other` };
  return { ...command, source: { kind: 'operation', id: 'another' } };
}

/** What is the same for every kind of ask. */
export function contextOf(ask: Pick<Ask, 'daysAgo'>, account: string, key: string, nowMs: number): EntryContext {
  return {
    account,
    key,
    counterparty: { kind: 'issuance', id: 'jinxiu' },
    source: { kind: 'operation', id: key },
    actors: [{ part: 'operator', id: 'o1' }],
    issuerUnit: 'jinxiu',
    homeUnit: 'jinxiu-g1',
    effectiveAtMs: nowMs - ask.daysAgo * DAY_MS,
  };
}

function capsOf({ capped }: Ask, effectiveAtMs: number): Cap[] {
  const { day, month, year } = capNames(effectiveAtMs);
  if (capped === 'no') return [];
  if (capped === 'month') return [{ key: month, pointsMax: 25 }];
  const ofYear = { key: year, pointsMax: 40 };
  return capped === 'year' ? [ofYear] : [{ key: day, pointsMax: 15 }, ofYear];
}
