import { COMMUNITIES } from './places.ts';
import { type Random, seededRandom } from './random.ts';
import { RESIDENT_CARDS } from './staff.ts';
import { type SubjectPlan, subjectPlans } from './subjects.ts';

/** Weeks of history before the first start. */
export const HISTORY_DAYS = 84;
/** What the district of the article reports: items and points "3,450-odd" and "over 30,000". */
export const ITEMS = 3_454;
const POINTS_AIM = 30_420;
/** What the household and the posted batch of the last days add to the history: `load-accounts.ts`. */
export const LATER_ITEMS = { count: 16, points: 94 } as const;

/** When activities take place, in minutes after midnight. */
export const SLOTS = [
  { name: 'morning', fromMinute: 540, untilMinute: 660 },
  { name: 'afternoon', fromMinute: 870, untilMinute: 990 },
  { name: 'evening', fromMinute: 1_140, untilMinute: 1_230 },
] as const;
export type Slot = (typeof SLOTS)[number];

export interface ActivityPlan {
  readonly ref: number;
  readonly slot: Slot;
  readonly ruleCode: string;
  readonly title: string;
  readonly place: string;
  readonly communityId: string;
  readonly participants: readonly number[];
}

export interface ClaimPlan {
  readonly ref: number;
  readonly subject: number;
  readonly communityId: string;
  readonly ruleCode: string;
  readonly minutes: number;
  readonly description: string;
  /** Of a mediation: who shared it. Null for what is no case. */
  readonly sharedWith: readonly number[] | null;
}

export interface DayPlan {
  /** Days before the first start: 84 … 1. */
  readonly daysAgo: number;
  readonly activities: readonly ActivityPlan[];
  readonly claims: readonly ClaimPlan[];
  /** How many redemptions to try at the end of the day; who is chosen by balance. */
  readonly redemptions: number;
}

export interface HistoryPlan {
  readonly subjects: readonly SubjectPlan[];
  readonly days: readonly DayPlan[];
  readonly items: number;
  readonly points: number;
}

interface Kind {
  readonly ruleCode: string;
  readonly title: string;
  readonly place: string;
  readonly slots: readonly number[];
  /** Points that each participant gets in each of the slots. */
  readonly points: readonly number[];
}

/** What activities there are, by hour or attendance; points follow from the rules and are checked against them by the load. */
const KINDS: readonly Kind[] = [
  { ruleCode: 'ZY-01', title: '楼道清洁日', place: '3 号院', slots: [0, 1], points: [8, 8] },
  { ruleCode: 'ZY-02', title: '助老送餐', place: '邻里食堂', slots: [0], points: [8] },
  { ruleCode: 'ZY-03', title: '敬老探访', place: '长者之家', slots: [0, 1], points: [10, 10] },
  { ruleCode: 'ZY-04', title: '路口文明劝导', place: '东门路口', slots: [0, 1], points: [8, 8] },
  { ruleCode: 'ZY-05', title: '义诊与血压测量', place: '邻里中心一楼', slots: [1], points: [8] },
  { ruleCode: 'ZY-06', title: '夜间巡逻', place: '网格值守点', slots: [2], points: [9] },
  { ruleCode: 'TJ-03', title: '邻里议事会', place: '社区议事厅', slots: [1, 2], points: [6, 6] },
  { ruleCode: 'WH-01', title: '读书分享会', place: '邻里书房', slots: [1, 2], points: [5, 5] },
  { ruleCode: 'WH-02', title: '合唱团排练', place: '文化活动室', slots: [2], points: [5] },
  { ruleCode: 'WH-03', title: '节日灯谜会', place: '中心广场', slots: [2], points: [4] },
];

const DISPUTES = [
  '楼上漏水，两家商定分担维修费用',
  '停车位长期被占，约定错时停放',
  '夜间装修噪声，约定施工时间',
  '楼道堆物，双方同意限期清理',
  '宠物扰邻，约定牵绳与清洁',
  '电梯维修费分摊，三户达成一致',
] as const;

let planned: HistoryPlan | null = null;

/** Everything that happened before the first start, with totals as the article reports. Made once. */
export function historyPlan(): HistoryPlan {
  planned ??= makePlan(2_026);
  return planned;
}

function makePlan(seed: number): HistoryPlan {
  const random = seededRandom(seed);
  const subjects = subjectPlans(random.fork('subjects'));
  const { activities, points, attendances } = activityPlans(subjects, random.fork('activities'));
  const claims = claimPlans(
    subjects,
    ITEMS - LATER_ITEMS.count - attendances,
    POINTS_AIM - LATER_ITEMS.points - points,
    random.fork('claims'),
  );
  const days = Array.from({ length: HISTORY_DAYS }, (_unused, index): DayPlan => {
    const daysAgo = HISTORY_DAYS - index;
    return {
      daysAgo,
      activities: activities.get(daysAgo) ?? [],
      claims: claims.byDay.get(daysAgo) ?? [],
      redemptions: index < 14 ? 0 : 2 + Math.floor(index / 28),
    };
  });
  return {
    subjects,
    days,
    items: attendances + claims.count + LATER_ITEMS.count,
    points: points + claims.points + LATER_ITEMS.points,
  };
}

/** Every person takes part at least once; some come often. Nobody is at two activities on one day. */
function activityPlans(subjects: readonly SubjectPlan[], random: Random) {
  const byDay = new Map<number, ActivityPlan[]>();
  let points = 0;
  let attendances = 0;
  let ref = 0;
  for (const { id: communityId } of COMMUNITIES) {
    const people = subjects.filter((subject) => subject.kind === 'person' && subject.communityId === communityId);
    const turns = random.sample(
      people.flatMap((person) => Array<number>(turnsOf(person.ref)).fill(person.ref)),
      10_000,
    );
    const everyone = people.map((person) => person.ref);
    const groups = groupsOf([...everyone, ...turns], 7, 15, random);
    for (const participants of groups) {
      const kind = random.pick(KINDS);
      const choice = random.between(0, kind.slots.length - 1);
      const slot = SLOTS[kind.slots[choice] ?? 0] ?? SLOTS[0];
      const daysAgo = freeDay(byDay, communityId, random);
      const plan = {
        ref,
        slot,
        ruleCode: kind.ruleCode,
        title: kind.title,
        place: kind.place,
        communityId,
        participants,
      };
      byDay.set(daysAgo, [...(byDay.get(daysAgo) ?? []), plan]);
      ref += 1;
      attendances += participants.length;
      points += participants.length * (kind.points[choice] ?? 0);
    }
  }
  return { activities: byDay, points, attendances };
}

/** How often somebody comes besides the first time: those with a card often, so that they have points to show. */
function turnsOf(ref: number): number {
  return ref < RESIDENT_CARDS.length ? 12 : 1 + (ref % 4);
}

/** Groups of different people in the order given. */
function groupsOf(refs: readonly number[], low: number, high: number, random: Random): number[][] {
  const groups: number[][] = [];
  let rest = [...refs];
  while (rest.length > 0) {
    const size = random.between(low, high);
    const group: number[] = [];
    const left: number[] = [];
    for (const ref of rest) {
      if (group.length < size && !group.includes(ref)) group.push(ref);
      else left.push(ref);
    }
    groups.push(group);
    rest = left;
  }
  return groups;
}

/** One activity a day in a community: its people are at one place at a time. */
function freeDay(byDay: ReadonlyMap<number, readonly ActivityPlan[]>, communityId: string, random: Random): number {
  const free = Array.from({ length: HISTORY_DAYS }, (_unused, index) => index + 1).filter(
    (daysAgo) => !(byDay.get(daysAgo) ?? []).some((activity) => activity.communityId === communityId),
  );
  return random.pick(free);
}

/** Cases that two mediated together, each with a part of its points. */
const SHARED_CASES = 30;

/** Fills up to the wanted items with mediation (15 points a case) and riders' reports (2 points) so that the points come out. */
function claimPlans(subjects: readonly SubjectPlan[], count: number, points: number, random: Random) {
  // A second mediator is an item more and no points.
  const claims = count - SHARED_CASES;
  const mediations = Math.floor((points - 2 * claims) / 13);
  if (count < 150 || mediations < 0 || mediations > claims)
    throw new RangeError(`the plan does not come out: ${count} claims, ${points} points`);
  const others = subjects.filter((subject) => subject.kind !== 'person');
  const persons = subjects.filter((subject) => subject.kind === 'person');
  const byDay = new Map<number, ClaimPlan[]>();
  const taken = new Set<string>();
  const companions = random.fork('companions');
  for (let ref = 0; ref < claims; ref += 1) {
    const isMediation = ref < mediations;
    const chosen = freeClaim(taken, others[ref] ?? null, persons, isMediation, random);
    // People share a case, neither households nor organisations: those come first.
    const isShared = isMediation && ref >= others.length && ref < others.length + SHARED_CASES;
    const sharedWith = isShared ? [companionOf(chosen, taken, persons, companions)] : [];
    const plan: ClaimPlan = {
      ref,
      subject: chosen.subject.ref,
      communityId: chosen.subject.communityId,
      ruleCode: chosen.ruleCode,
      minutes: isMediation ? random.pick([60, 90, 120]) : 20,
      description: isMediation ? random.pick(DISPUTES) : '上报道路积水与井盖破损，已转街道处置',
      sharedWith: isMediation ? sharedWith : null,
    };
    byDay.set(chosen.daysAgo, [...(byDay.get(chosen.daysAgo) ?? []), plan]);
  }
  return { byDay, count, points: mediations * 15 + (claims - mediations) * 2 };
}

/** A neighbour from the same community who claims nothing else on that day. */
function companionOf(
  { subject, daysAgo }: Pick<ReturnType<typeof freeClaim>, 'subject' | 'daysAgo'>,
  taken: Set<string>,
  persons: readonly SubjectPlan[],
  random: Random,
): number {
  const { ref } = random.pick(
    persons.filter((each) => each.communityId === subject.communityId && !taken.has(`${each.ref}:${daysAgo}`)),
  );
  taken.add(`${ref}:${daysAgo}`);
  return ref;
}

/** A subject, rule and day that no claim has yet: the product takes a second one for a double. */
function freeClaim(
  taken: Set<string>,
  wanted: SubjectPlan | null,
  persons: readonly SubjectPlan[],
  isMediation: boolean,
  random: Random,
) {
  for (;;) {
    const subject = wanted ?? random.pick(persons);
    const ruleCode = isMediation ? random.pick(['TJ-01', 'TJ-02']) : 'ZY-08';
    const daysAgo = random.between(2, HISTORY_DAYS);
    const name = `${subject.ref}:${daysAgo}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return { subject, ruleCode, daysAgo };
  }
}
