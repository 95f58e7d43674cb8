import { distinct, groupsOf, reaches } from './groups.ts';
import type { RedeemingKind, WatchThresholds } from './thresholds.ts';

/** One redemption that succeeded, as watch reports see it. Opaque ids only. */
export interface RedemptionLine {
  readonly redemptionId: string;
  readonly shopId: string;
  readonly personId: string;
  /** When the points were taken, in milliseconds. */
  readonly atMs: number;
  /** The resident’s phone, as a keyed hash; null for cards and officers, and once its time is over. */
  readonly deviceTag: string | null;
  /** The newest approval before it whose reviewer belongs to the shop; null where there is none. */
  readonly credited: CreditedBefore | null;
}

/** An approval longer ago than this is not brought together with a redemption, whatever is set. */
export const CREDITED_BEFORE_MINUTES_MAX = 240;

export interface CreditedBefore {
  readonly creditId: string;
  readonly reviewer: string;
  /** From the approval to the redemption. */
  readonly beforeMs: number;
}

export interface RedeemingFinding {
  readonly kind: RedeemingKind;
  readonly subjectKind: 'shop' | 'pair' | 'device';
  /** The shop, `<shop>|<person>`, or the phone. */
  readonly subject: string;
  /** The shop it is about; null for a phone. */
  readonly shopId: string | null;
  readonly count: number;
  readonly of: number;
  readonly redemptionIds: readonly string[];
  /** Whom it concerns beside the shop’s staff: residents, and reviewers. */
  readonly personIds: readonly string[];
  readonly userIds: readonly string[];
}

/** What is worth a look in how points were spent in one community’s month. */
export function redeemingFindingsOf(
  lines: readonly RedemptionLine[],
  thresholds: WatchThresholds,
): readonly RedeemingFinding[] {
  const byShop = [...groupsOf(lines, ({ shopId }) => shopId)];
  return [
    ...byShop.flatMap(([shopId, own]) => frequentPairs(shopId, own, thresholds)),
    ...byShop.flatMap(([shopId, own]) => oddHours(shopId, own, thresholds)),
    ...byShop.flatMap(([shopId, own]) => bursts(shopId, own, thresholds)),
    ...byShop.flatMap(([shopId, own]) => creditedThenRedeemed(shopId, own, thresholds)),
    ...oneDeviceForMany(lines, thresholds),
  ];
}

/** A large part of what a shop serves goes to one resident, or one comes far more often than anybody eats. */
function frequentPairs(
  shopId: string,
  own: readonly RedemptionLine[],
  { pairItemsMin, pairPercentMin, pairTimesMin }: WatchThresholds,
): RedeemingFinding[] {
  return [...groupsOf(own, ({ personId }) => personId)].flatMap(([personId, theirs]) => {
    const isLarge = theirs.length >= pairItemsMin && reaches(theirs.length, own.length, pairPercentMin);
    if (!isLarge && theirs.length < pairTimesMin) return [];
    const subject = `${shopId}|${personId}`;
    const personIds = [personId];
    return { ...findingOf('frequent_pair', shopId, theirs, own.length), subjectKind: 'pair', subject, personIds };
  });
}

function oddHours(shopId: string, own: readonly RedemptionLine[], thresholds: WatchThresholds): RedeemingFinding[] {
  const odd = own.filter(({ atMs }) => isOddHour(atMs, thresholds));
  return odd.length < thresholds.oddItemsMin ? [] : [findingOf('odd_hours', shopId, odd, own.length)];
}

const HOUR_MS = 3_600_000;
/** Shanghai has kept UTC+8 since 1991. */
const SHANGHAI_HOURS = 8;

/** Whether an instant lies in the night as it is set: from one hour on and before another, also across midnight. */
export function isOddHour(
  atMs: number,
  { oddFromHour, oddUntilHour }: Pick<WatchThresholds, 'oddFromHour' | 'oddUntilHour'>,
): boolean {
  const hour = (Math.floor(atMs / HOUR_MS) + SHANGHAI_HOURS) % 24;
  if (oddFromHour <= oddUntilHour) return hour >= oddFromHour && hour < oddUntilHour;
  return hour >= oddFromHour || hour < oddUntilHour;
}

/** More within some minutes than a counter serves: whatever lies in any such stretch. */
function bursts(
  shopId: string,
  own: readonly RedemptionLine[],
  { burstMinutes, burstItemsMin }: WatchThresholds,
): RedeemingFinding[] {
  const inOrder = [...own].sort((one, other) => one.atMs - other.atMs);
  const within = new Set<RedemptionLine>();
  let first = 0;
  let marked = 0;
  for (let last = 0; last < inOrder.length; last += 1) {
    const end = inOrder[last]?.atMs ?? 0;
    while (end - (inOrder[first]?.atMs ?? 0) > burstMinutes * 60_000) first += 1;
    if (last - first + 1 < burstItemsMin) continue;
    // Each is marked once, however many stretches it lies in.
    for (marked = Math.max(marked, first); marked <= last; marked += 1) {
      const line = inOrder[marked];
      if (line !== undefined) within.add(line);
    }
  }
  return within.size === 0 ? [] : [findingOf('redeeming_burst', shopId, [...within], own.length)];
}

/** Points that somebody of the shop approved are spent there within minutes. */
function creditedThenRedeemed(
  shopId: string,
  own: readonly RedemptionLine[],
  { creditMinutesMax, creditItemsMin }: WatchThresholds,
): RedeemingFinding[] {
  const soon = own.filter(({ credited }) => credited !== null && credited.beforeMs <= creditMinutesMax * 60_000);
  if (soon.length < creditItemsMin) return [];
  const finding = findingOf('credited_then_redeemed', shopId, soon, own.length);
  const userIds = distinct(soon.map(({ credited }) => credited?.reviewer ?? null));
  return [{ ...finding, userIds, personIds: distinct(soon.map(({ personId }) => personId)) }];
}

function oneDeviceForMany(lines: readonly RedemptionLine[], { devicePeopleMin }: WatchThresholds): RedeemingFinding[] {
  return [...groupsOf(lines, ({ deviceTag }) => deviceTag)].flatMap(([deviceTag, own]) => {
    const personIds = distinct(own.map(({ personId }) => personId));
    if (personIds.length < devicePeopleMin) return [];
    return {
      kind: 'one_device_redeems',
      subjectKind: 'device',
      subject: deviceTag,
      shopId: null,
      count: personIds.length,
      of: own.length,
      redemptionIds: own.map(({ redemptionId }) => redemptionId),
      personIds,
      userIds: [],
    };
  });
}

function findingOf(
  kind: RedeemingKind,
  shopId: string,
  lines: readonly RedemptionLine[],
  of: number,
): RedeemingFinding {
  const redemptionIds = lines.map(({ redemptionId }) => redemptionId);
  const subject = { subjectKind: 'shop' as const, subject: shopId, shopId };
  return { kind, ...subject, count: lines.length, of, redemptionIds, personIds: [], userIds: [] };
}
