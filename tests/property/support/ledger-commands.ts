import type { EntryContext, ExpiryPolicy, LedgerCommand } from '@red-points/shared/domain/ledger';
import fc from 'fast-check';

/**
 * Seeds are printed so that a failure can be played again: `FC_SEED=… npm test -- FILE` plays all of it,
 * `FC_SEED=… FC_PATH=… FC_REPLAY=…` with what a failure prints as path and replayPath only the smallest case found.
 * `FC_RUNS` makes it so many runs: a long form can be done in pieces, each with a seed of its own.
 */
export function propertySettings(usualRuns: number): fc.Parameters<unknown> {
  const runs = Number(process.env.FC_RUNS ?? usualRuns);
  const seed = Number(process.env.FC_SEED ?? Date.now() % 2 ** 31);
  process.stderr.write(`fast-check seed ${seed}, ${runs} runs\n`);
  const path = process.env.FC_PATH;
  return { seed, numRuns: runs, ...(path === undefined ? {} : { path, endOnFailure: true }) };
}

/** Which steps of a history of commands to play again. */
export const replayPath = process.env.FC_REPLAY;

export const START_MS = Date.UTC(2026, 0, 15, 4);
const DAY_MS = 86_400_000;

/** What a random history does next, before it is known what it can refer to. */
export interface Step {
  readonly kind: LedgerCommand['kind'];
  readonly points: number;
  readonly minutes: number;
  /** Picks among what there is: a hold, an earlier entry. */
  readonly pick: number;
  readonly expiry: ExpiryPolicy;
  readonly daysLater: number;
  readonly capped: boolean;
}

const expiryArbitrary: fc.Arbitrary<ExpiryPolicy> = fc.oneof(
  fc.constant<ExpiryPolicy>({ kind: 'end_of_next_year', from: 'effective' }),
  fc.constant<ExpiryPolicy>({ kind: 'never', from: 'effective' }),
  fc.integer({ min: 1, max: 3 }).map((months): ExpiryPolicy => ({ kind: 'months', months, from: 'recorded' })),
);

export const stepArbitrary: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom<LedgerCommand['kind']>(
    ...(['earn', 'earn', 'earn', 'hold', 'hold', 'capture', 'release', 'spend', 'spend'] as const),
    ...(['refund', 'reverse', 'reverse', 'expire', 'adjust', 'donate', 'close'] as const),
  ),
  points: fc.integer({ min: 0, max: 30 }),
  minutes: fc.constantFrom(0, 0, 30, 60),
  pick: fc.nat(1_000),
  expiry: expiryArbitrary,
  daysLater: fc.constantFrom(0, 0, 0, 1, 20, 45, 200),
  capped: fc.boolean(),
});

export const stepsArbitrary = fc.array(stepArbitrary, { minLength: 1, maxLength: 60 });

/** The instant of every step: clocks of a history never run backwards here. */
export function instantsOf(steps: readonly Step[]): number[] {
  let nowMs = START_MS;
  return steps.map((step) => {
    nowMs += step.daysLater * DAY_MS + 1_000;
    return nowMs;
  });
}

export const CAP_POINTS_MAX = 40;

/** The command of a step, given the open holds and how many entries there are. */
export function commandOf(
  step: Step,
  account: string,
  key: string,
  nowMs: number,
  holdIds: readonly string[],
  entries: number,
): LedgerCommand {
  const context = contextOf(account, key, nowMs);
  const holdId = holdIds[step.pick % Math.max(1, holdIds.length)] ?? 'none';
  const originalSeq = 1 + (step.pick % Math.max(1, entries));
  const { points, minutes, expiry } = step;
  switch (step.kind) {
    case 'earn': {
      const caps = step.capped
        ? [{ key: `ZY-01:y:${new Date(nowMs).getUTCFullYear()}`, pointsMax: CAP_POINTS_MAX }]
        : [];
      const rule = { code: 'ZY-01', version: 1 };
      return {
        ...context,
        kind: 'earn',
        points,
        minutes,
        expiry,
        caps,
        rule,
        category: 'culture',
        provenance: 'claimed',
      };
    }
    case 'hold':
      return { ...context, kind: 'hold', holdId: `h-${key}`, points, holdExpiresAtMs: nowMs + 180_000 };
    case 'capture':
      return { ...context, kind: 'capture', holdId };
    case 'release':
      return { ...context, kind: 'release', holdId };
    case 'spend':
      return { ...context, kind: 'spend', points };
    case 'donate':
      return { ...context, kind: 'donate', points };
    case 'refund':
      return { ...context, kind: 'refund', originalSeq, points };
    case 'reverse':
      return { ...context, kind: 'reverse', originalSeq };
    case 'expire':
      return { ...context, kind: 'expire' };
    case 'adjust': {
      const corrects = step.pick % 3 === 0 ? { originalSeq } : {};
      const signed = step.pick % 2 === 0 ? points : 0 - points;
      return { ...context, kind: 'adjust', points: signed, minutes, expiry, ...corrects };
    }
    case 'close':
      return { ...context, kind: 'close' };
    default:
      throw new TypeError(`unknown step ${String(step.kind)}`);
  }
}

function contextOf(account: string, key: string, nowMs: number): EntryContext {
  return {
    account,
    key,
    counterparty: { kind: 'issuance', id: 'jinxiu' },
    source: { kind: 'operation', id: key },
    actors: [{ part: 'operator', id: 'o1' }],
    issuerUnit: 'jinxiu',
    homeUnit: 'jinxiu-g1',
    effectiveAtMs: nowMs,
  };
}
