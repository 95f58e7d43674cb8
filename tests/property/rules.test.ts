import { addDays, businessDate, instantAt, startOfMonth, startOfWeek } from '@red-points/shared/domain/calendar';
import { grantUnderCaps } from '@red-points/shared/domain/ledger';
import {
  type CapTerms,
  capsFor,
  type PricingTerms,
  phaseOf,
  price,
  type VersionFacts,
  versionInForce,
} from '@red-points/shared/domain/rules';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { propertySettings } from './support/ledger-commands.ts';

const cap = fc.option(fc.integer({ min: 0, max: 60 }), { nil: null });
const periods = { perDay: cap, perWeek: cap, perMonth: cap, perYear: cap };
const capTerms = fc.record({ caps: fc.record(periods), householdCaps: fc.record({ ...periods, perEvent: cap }) });

const pricing: fc.Arbitrary<PricingTerms> = fc.record({
  unit: fc.constantFrom('hour', 'attendance', 'case'),
  points: fc.integer({ min: 0, max: 1_000 }),
  coefficient: fc.integer({ min: 1, max: 1_000 }).map((hundredths) => hundredths / 100),
  pointsMinPerEvent: fc.integer({ min: 0, max: 5 }),
  pointsMaxPerEvent: fc.option(fc.integer({ min: 5, max: 500 }), { nil: null }),
  minutesMin: fc.integer({ min: 0, max: 60 }),
  spendableProvenances: fc.constant(['qr_rotating', 'witnessed'] as const),
});

describe('price', () => {
  it('is the exact sum rounded half up once, held within the bounds, and never falls when somebody stays longer', () => {
    const event = fc.record({ minutes: fc.integer({ min: 0, max: 1_440 }), cases: fc.integer({ min: 0, max: 20 }) });
    fc.assert(
      fc.property(pricing, event, (terms, { minutes, cases }) => {
        const priced = price(terms, { minutes, cases, provenance: 'qr_rotating' });
        const hundredths = Math.round(terms.coefficient * 100) * terms.points;
        const [numerator, denominator] =
          terms.unit === 'hour'
            ? [hundredths * minutes, 6_000]
            : [hundredths * (terms.unit === 'case' ? cases : 1), 100];
        const rounded = Math.floor((2 * numerator + denominator) / (2 * denominator));
        const held = Math.min(Math.max(rounded, terms.pointsMinPerEvent), terms.pointsMaxPerEvent ?? Number.MAX_VALUE);
        expect(priced.points).toBe(minutes < terms.minutesMin ? 0 : held);
        const longer = price(terms, { minutes: minutes + 7, cases, provenance: 'qr_rotating' });
        expect(longer.points).toBeGreaterThanOrEqual(priced.points);
        expect(price(terms, { minutes, cases, provenance: 'backfilled' }).points).toBe(0);
      }),
      propertySettings(500),
    );
  });
});

interface Credit {
  readonly member: 'a' | 'b';
  readonly day: number;
  readonly hour: number;
  readonly points: number;
  /** 0 for none. */
  readonly event: number;
}

const credits: fc.Arbitrary<Credit[]> = fc.array(
  fc.record({
    member: fc.constantFrom('a', 'b'),
    day: fc.integer({ min: 0, max: 40 }),
    hour: fc.integer({ min: 0, max: 23 }),
    points: fc.integer({ min: 0, max: 30 }),
    event: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 60 },
);

/** A day around the turn of a year, so that weeks, months and years all end in between. */
const FIRST_DAY = '2026-12-05';

/** Credits one after the other into one account, as the ledger does it. */
function granted(
  terms: CapTerms,
  list: readonly Credit[],
  shared: boolean,
): { at: string; credit: Credit; points: number }[] {
  const counters: Record<string, number> = {};
  return list.map((credit) => {
    const date = addDays(FIRST_DAY, credit.event === 0 ? credit.day : credit.event * 7);
    const atMs = instantAt(date, `${String(credit.hour).padStart(2, '0')}:00`);
    const eventId = credit.event === 0 ? null : `e${credit.event}`;
    const caps = capsFor('ZY-01', terms, atMs, shared ? credit.member : null, eventId);
    const points = grantUnderCaps(counters, caps, credit.points);
    for (const { key } of caps) counters[key] = (counters[key] ?? 0) + points;
    return { at: businessDate(atMs), credit, points };
  });
}

function sumsBy<T>(items: readonly T[], keyOf: (item: T) => string, pointsOf: (item: T) => number): number[] {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + pointsOf(item));
  return [...sums.values()];
}

const PERIODS = {
  perDay: (date: string) => date,
  perWeek: startOfWeek,
  perMonth: startOfMonth,
  perYear: (date: string) => date.slice(0, 4),
} as const;

describe('caps', () => {
  it('hold in every period, for each person and for the household, and take no more than they must', () => {
    fc.assert(
      fc.property(capTerms, credits, fc.boolean(), (terms, list, shared) => {
        const posted = granted(terms, list, shared);
        const pointsOf = ({ points }: { points: number }) => points;
        for (const [name, periodOf] of Object.entries(PERIODS)) {
          const period = name as keyof typeof PERIODS;
          const personal = terms.caps[period];
          const whose = ({ at, credit }: (typeof posted)[number]) => `${shared ? credit.member : ''}${periodOf(at)}`;
          if (personal !== null) {
            for (const sum of sumsBy(posted, whose, pointsOf)) expect(sum).toBeLessThanOrEqual(personal ?? 0);
          }
          const household = terms.householdCaps?.[period];
          if (shared && household !== null && household !== undefined) {
            const sums = sumsBy(posted, ({ at }) => periodOf(at), pointsOf);
            for (const sum of sums) expect(sum).toBeLessThanOrEqual(household);
          }
        }
        const perEvent = terms.householdCaps?.perEvent;
        if (shared && perEvent !== null && perEvent !== undefined) {
          const atEvents = posted.filter(({ credit }) => credit.event !== 0);
          for (const sum of sumsBy(atEvents, ({ credit }) => `${credit.event}`, pointsOf)) {
            expect(sum).toBeLessThanOrEqual(perEvent);
          }
        }
        const free = { caps: none(terms.caps), householdCaps: none({ ...terms.householdCaps }) };
        if (JSON.stringify(terms) === JSON.stringify(free)) {
          expect(posted.map(pointsOf)).toEqual(list.map(({ points }) => points));
        }
      }),
      propertySettings(300),
    );
  });
});

function none<T extends object>(caps: T): T {
  return Object.fromEntries(Object.keys(caps).map((key) => [key, null])) as T;
}

const day = fc.integer({ min: 0, max: 60 }).map((days) => addDays('2026-01-01', days));
const versionList: fc.Arbitrary<VersionFacts[]> = fc
  .array(
    fc.record({
      state: fc.constantFrom('draft', 'published', 'published', 'published'),
      validFrom: day,
      validUntil: fc.option(day, { nil: null, freq: 4 }),
      withdrawnOn: fc.option(day, { nil: null, freq: 4 }),
      ruleSet: fc.constantFrom('ordinary', 'ordinary', 'emergency'),
    }),
    { maxLength: 8 },
  )
  .map((list) => list.map((facts, index) => ({ ...facts, version: index + 1 })) as VersionFacts[]);

describe('versions by date', () => {
  it('at most one version holds on a day, and it is told so by its phase', () => {
    fc.assert(
      fc.property(versionList, day, fc.boolean(), (versions, date, emergency) => {
        const holding = versions.filter((version) => phaseOf(version, versions, date, emergency) === 'in_force');
        const chosen = versionInForce(versions, date, emergency);
        expect(holding).toEqual(chosen === null ? [] : [chosen]);
        if (chosen !== null) {
          expect(chosen.state).not.toBe('draft');
          expect(chosen.validFrom <= date).toBe(true);
          expect(chosen.validUntil === null || date <= chosen.validUntil).toBe(true);
        }
      }),
      propertySettings(1_000),
    );
  });

  it('what is decided later for later days changes nothing of the days before', () => {
    fc.assert(
      fc.property(versionList, day, day, (versions, date, begins) => {
        fc.pre(begins > date);
        const added: VersionFacts = {
          version: versions.length + 1,
          state: 'published',
          validFrom: begins,
          validUntil: null,
          withdrawnOn: null,
          ruleSet: 'ordinary',
        };
        expect(versionInForce([...versions, added], date)).toEqual(versionInForce(versions, date));
        const withdrawn = versions.map((version) =>
          version.withdrawnOn === null && version.validFrom <= date ? { ...version, withdrawnOn: begins } : version,
        );
        expect(versionInForce(withdrawn, date)?.version).toBe(versionInForce(versions, date)?.version);
      }),
      propertySettings(1_000),
    );
  });
});
