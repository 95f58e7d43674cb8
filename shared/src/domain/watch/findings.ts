import { distinct, groupsOf, reaches } from './groups.ts';
import type { EarningKind, WatchThresholds } from './thresholds.ts';

/** One approved credit as watch reports see it. Opaque ids only. */
export interface WatchLine {
  readonly creditId: string;
  readonly personId: string;
  readonly reviewer: string | null;
  readonly filer: string | null;
  readonly organiser: string | null;
  readonly activityId: string | null;
  readonly minutes: number;
  /** From filing to approval; null where it is not known when it was filed. */
  readonly waitedMs: number | null;
  /** The phone that sent it, as a keyed hash. */
  readonly deviceTag: string | null;
}

/** What an activity was planned for, and how many people it gave credits to, in this month and before. */
export interface WatchedActivity {
  readonly activityId: string;
  /** Everybody who organises it or once did. */
  readonly organisers: readonly string[];
  readonly capacity: number;
  readonly headCount: number | null;
  readonly people: number;
}

export type WatchSubjectKind = 'user' | 'activity' | 'device' | 'shop' | 'pair' | 'sheet';

export interface WatchFinding {
  readonly kind: EarningKind;
  readonly subjectKind: WatchSubjectKind;
  readonly subject: string;
  /** How many there are (approvals, people, activities), and of how many. */
  readonly count: number;
  readonly of: number;
  /** The credits behind it. */
  readonly creditIds: readonly string[];
  /** Who is concerned: none of them says what it was. */
  readonly userIds: readonly string[];
}

/** What is worth a look in one community’s month of approvals. */
export function findingsOf(
  lines: readonly WatchLine[],
  activities: readonly WatchedActivity[],
  thresholds: WatchThresholds,
): WatchFinding[] {
  return [
    ...quickApprovals(lines, thresholds),
    ...oneReviewer(lines, thresholds),
    ...overCapacity(lines, activities, thresholds),
    ...sameDevice(lines, activities, thresholds),
    ...roundHours(lines, thresholds),
    ...organiserAlone(lines, activities, thresholds),
  ];
}

/** Whether a credit was approved too soon after filing to have been looked at. */
export const isQuick = (
  { waitedMs }: Pick<WatchLine, 'waitedMs'>,
  { quickSecondsMax }: Pick<WatchThresholds, 'quickSecondsMax'>,
): boolean => waitedMs !== null && waitedMs <= quickSecondsMax * 1000;

function quickApprovals(lines: readonly WatchLine[], thresholds: WatchThresholds): WatchFinding[] {
  return [...groupsOf(lines, ({ reviewer }) => reviewer)].flatMap(([reviewer, own]) => {
    const quick = own.filter((line) => isQuick(line, thresholds));
    if (quick.length < thresholds.quickItemsMin) return [];
    return userFinding('quick_approval', reviewer, quick, quick.length, own.length);
  });
}

function oneReviewer(
  lines: readonly WatchLine[],
  { reviewerItemsMin, reviewerPercentMin }: WatchThresholds,
): WatchFinding[] {
  if (lines.length < reviewerItemsMin) return [];
  return [...groupsOf(lines, ({ reviewer }) => reviewer)].flatMap(([reviewer, own]) =>
    reaches(own.length, lines.length, reviewerPercentMin)
      ? userFinding('one_reviewer', reviewer, own, own.length, lines.length)
      : [],
  );
}

function overCapacity(
  lines: readonly WatchLine[],
  activities: readonly WatchedActivity[],
  { overPeopleMax }: WatchThresholds,
): WatchFinding[] {
  const byActivity = groupsOf(lines, ({ activityId }) => activityId);
  return activities.flatMap(({ activityId, organisers, capacity, headCount, people }) => {
    const places = Math.min(capacity, headCount ?? capacity);
    if (people <= places + overPeopleMax) return [];
    const own = byActivity.get(activityId) ?? [];
    return {
      kind: 'over_capacity' as const,
      subjectKind: 'activity' as const,
      subject: activityId,
      count: people,
      of: places,
      creditIds: idsOf(own),
      userIds: [...organisers],
    };
  });
}

function sameDevice(
  lines: readonly WatchLine[],
  activities: readonly WatchedActivity[],
  { devicePeopleMin }: WatchThresholds,
): WatchFinding[] {
  return [...groupsOf(lines, ({ deviceTag }) => deviceTag)].flatMap(([deviceTag, own]) => {
    const people = new Set(own.map(({ personId }) => personId)).size;
    if (people < devicePeopleMin) return [];
    return {
      kind: 'same_device' as const,
      subjectKind: 'device' as const,
      subject: deviceTag,
      count: people,
      of: own.length,
      creditIds: idsOf(own),
      userIds: organisersOfLines(own, activities),
    };
  });
}

function roundHours(lines: readonly WatchLine[], thresholds: WatchThresholds): WatchFinding[] {
  const timed = lines.filter(({ minutes }) => minutes > 0);
  return [...groupsOf(timed, ({ filer }) => filer)].flatMap(([filer, own]) => {
    const round = own.filter(({ minutes }) => minutes % 60 === 0);
    const many = own.length >= thresholds.roundItemsMin;
    if (!many || !reaches(round.length, own.length, thresholds.roundPercentMin)) return [];
    return userFinding('round_hours', filer, round, round.length, own.length);
  });
}

/** An activity rests on its organiser alone where nobody but them recorded that anybody was there, or one person came. */
function organiserAlone(
  lines: readonly WatchLine[],
  activities: readonly WatchedActivity[],
  thresholds: WatchThresholds,
): WatchFinding[] {
  const attended = lines.filter(({ activityId }) => activityId !== null);
  return [...groupsOf(attended, ({ organiser }) => organiser)].flatMap(([organiser, own]) => {
    const theirs = [...groupsOf(own, ({ activityId }) => activityId).values()];
    const alone = theirs.filter((there) => there.length === 1 || there.every(({ filer }) => filer === organiser));
    const many = alone.length >= thresholds.aloneActivitiesMin;
    if (!many || !reaches(alone.length, theirs.length, thresholds.alonePercentMin)) return [];
    const [finding] = userFinding('organiser_alone', organiser, alone.flat(), alone.length, theirs.length);
    const concerned = [organiser, ...organisersOfLines(alone.flat(), activities)];
    return finding === undefined ? [] : [{ ...finding, userIds: distinct(concerned) }];
  });
}

function userFinding(
  kind: EarningKind,
  userId: string,
  lines: readonly WatchLine[],
  count: number,
  of: number,
): WatchFinding[] {
  return [{ kind, subjectKind: 'user', subject: userId, count, of, creditIds: idsOf(lines), userIds: [userId] }];
}

const idsOf = (lines: readonly WatchLine[]): string[] => lines.map(({ creditId }) => creditId);

/** Everybody who organised what some lines were credited for, co-organisers too. */
function organisersOfLines(lines: readonly WatchLine[], activities: readonly WatchedActivity[]): string[] {
  const ids = new Set(lines.map(({ activityId }) => activityId));
  const known = activities.filter(({ activityId }) => ids.has(activityId)).flatMap(({ organisers }) => organisers);
  return distinct([...lines.map(({ organiser }) => organiser), ...known]);
}

/** Whether a finding that was dismissed is worth another look: twice as much as then came behind it. */
export const hasGrown = (count: number, dismissedCount: number): boolean => count >= dismissedCount * 2;
