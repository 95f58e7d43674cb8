import { type Cap, type CapPeriod, capKey } from '../ledger/index.ts';

/** Caps in points; null (or absent, in versions from before there were such) where there is none. */
export interface CapsByPeriod {
  readonly perDay: number | null;
  readonly perWeek?: number | null | undefined;
  readonly perMonth: number | null;
  readonly perYear: number | null;
}

export interface HouseholdCaps extends CapsByPeriod {
  /** Of all members together at one activity. */
  readonly perEvent?: number | null | undefined;
}

export interface CapTerms {
  /** Per person. */
  readonly caps: CapsByPeriod;
  /** Of a whole household together, where its account is shared; absent in versions from before households. */
  readonly householdCaps?: HouseholdCaps | undefined;
}

/** Whose earning it is, and of what. */
export interface CapSubject {
  /** The member, where the account is a household's; null in a person's own account. */
  readonly memberId: string | null;
  /** The activity, where it was one: its id. */
  readonly eventId?: string | null;
}

export const CAP_SCOPES = ['person', 'household'] as const;
export const CAP_PERIODS = ['event', 'day', 'week', 'month', 'year'] as const;

/** A cap with what it limits, as people are told. */
export interface NamedCap extends Cap {
  readonly scope: (typeof CAP_SCOPES)[number];
  readonly period: (typeof CAP_PERIODS)[number];
}

/**
 * The caps that a credit of this rule counts against, by the business periods in which it happened. In a household's
 * account each member has the caps of a person, counted under keys of their own, and the household has its own caps.
 */
export function namedCapsFor(
  ruleCode: string,
  terms: CapTerms,
  effectiveAtMs: number,
  { memberId, eventId = null }: CapSubject,
): NamedCap[] {
  if (memberId === null) return periodCaps('person', ruleCode, terms.caps, effectiveAtMs);
  const household = terms.householdCaps;
  return [
    ...periodCaps('person', `${ruleCode}:${memberId}`, terms.caps, effectiveAtMs),
    ...(household === undefined ? [] : periodCaps('household', ruleCode, household, effectiveAtMs)),
    ...(household === undefined || eventId === null ? [] : eventCaps(ruleCode, household, eventId, effectiveAtMs)),
  ];
}

/**
 * The same as the ledger takes them.
 * @param memberId whose earning it is, where the account is a household's; null in a person's own account
 * @param eventId the activity, where it was one
 */
export function capsFor(
  ruleCode: string,
  terms: CapTerms,
  effectiveAtMs: number,
  memberId: string | null = null,
  eventId: string | null = null,
): Cap[] {
  const named = namedCapsFor(ruleCode, terms, effectiveAtMs, { memberId, eventId });
  return named.map(({ key, pointsMax }) => ({ key, pointsMax }));
}

function periodCaps(
  scope: NamedCap['scope'],
  prefix: string,
  { perDay, perWeek, perMonth, perYear }: CapsByPeriod,
  effectiveAtMs: number,
): NamedCap[] {
  const wanted: [CapPeriod, number | null | undefined][] = [
    ['day', perDay],
    ['week', perWeek],
    ['month', perMonth],
    ['year', perYear],
  ];
  return wanted.flatMap(([period, pointsMax]) =>
    pointsMax === null || pointsMax === undefined
      ? []
      : [{ scope, period, key: capKey(prefix, period, effectiveAtMs), pointsMax }],
  );
}

const HALF_DAY_MS = 43_200_000;

/**
 * One activity may last past midnight, and its members check in on both sides. Each credit counts under the days half a
 * day before and half a day after it: whatever lies within 24 hours has one of these days in common.
 */
function eventCaps(ruleCode: string, { perEvent }: HouseholdCaps, eventId: string, effectiveAtMs: number): NamedCap[] {
  if (perEvent === null || perEvent === undefined) return [];
  return [effectiveAtMs - HALF_DAY_MS, effectiveAtMs + HALF_DAY_MS].map((atMs) => ({
    scope: 'household',
    period: 'event',
    key: capKey(`${ruleCode}:e.${eventId}`, 'day', atMs),
    pointsMax: perEvent,
  }));
}

/** What one cap has used of it, and what it leaves. */
export interface CapRoom {
  readonly scope: NamedCap['scope'];
  readonly period: NamedCap['period'];
  readonly pointsMax: number;
  readonly used: number;
  readonly left: number;
}

/** What each cap leaves, by the counters of the account; an activity's two keys are one line. */
export function capRooms(caps: readonly NamedCap[], counters: Readonly<Record<string, number>>): CapRoom[] {
  const rooms = new Map<string, CapRoom>();
  for (const { scope, period, key, pointsMax } of caps) {
    const name = `${scope}.${period}`;
    const used = Math.max(rooms.get(name)?.used ?? 0, counters[key] ?? 0);
    rooms.set(name, { scope, period, pointsMax, used, left: Math.max(0, pointsMax - used) });
  }
  return [...rooms.values()];
}
