import type { BodyOf, teams } from '@red-points/shared/contracts';
import { addDays, businessDate, weekday } from '@red-points/shared/domain/calendar';
import { openActivity, type PlannedActivity } from './load-activities.ts';
import { staffOf } from './load-basics.ts';
import { neighbours } from './neighbours.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { type DemoWorld, demoId, granted, grantedOr, inParallel, residentPrincipal, sentOnce } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Long enough for the month's ranking to have something to rank. */
const FOUNDED_DAYS_AGO = 70;
/** Dates of the series that the office sees at once. */
const SERIES_WEEKS = 8;
const SATURDAY = 6;

/** Those of the role cards, by their ref in the plan. */
const ELDER = 0;
const RIDER = 1;
const TEENAGER = 2;

interface TeamPlan {
  readonly note: string;
  readonly name: string;
  readonly kind: BodyOf<typeof teams.found>['kind'];
  /** Refs of the plan, the leader first. */
  readonly members: readonly number[];
  /** Asked, and has not answered yet. */
  readonly invited: readonly number[];
}

function teamPlans(): TeamPlan[] {
  const grownUps = neighbours();
  return [
    {
      note: 'team:neighbours',
      name: '红马甲邻里志愿服务队',
      kind: 'volunteers',
      members: [ELDER, ...grownUps.slice(0, 8)],
      invited: [TEENAGER],
    },
    {
      note: 'team:riders',
      name: '骑手先锋志愿服务队',
      kind: 'volunteers',
      members: [RIDER, ...grownUps.slice(8, 13)],
      invited: [],
    },
    {
      note: 'team:branch',
      name: '锦绣社区第三党支部',
      kind: 'party_branch',
      members: grownUps.slice(13, 20),
      invited: grownUps.slice(20, 21),
    },
  ];
}

/** Teams with their members, an activity that two of them fill so that others wait for a place, and a series of Saturdays. Safe to repeat. */
export async function loadTeams(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(world.midnightMs - FOUNDED_DAYS_AGO * DAY_MS + 10 * HOUR_MS);
  for (const team of teamPlans()) await foundTeam(world, team);
  world.clock.set(nowMs - 4 * HOUR_MS);
  await fillPlanting(world);
  await planSaturdays(world);
}

async function foundTeam(world: DemoWorld, { note, name, kind, members, invited }: TeamPlan): Promise<void> {
  const { teams: noun } = world.context;
  const secretary = staffOf(world, 'secretary');
  const [leader, ...others] = members;
  if (leader === undefined) throw new RangeError('a team of nobody');
  const leaderPersonId = demoId(`person-${leader}`);
  const teamId = await world.notes.once(
    note,
    async () => granted(await noun.found(secretary, { name, kind, unitId: MAIN_COMMUNITY, leaderPersonId }), name)._id,
  );
  granted(await noun.join(residentPrincipal(leaderPersonId), teamId, true), name);
  await inParallel([...others, ...invited], 8, async (ref) => {
    const personId = demoId(`person-${ref}`);
    granted(await noun.invite(secretary, teamId, { personId, onPaper: false, ranked: false }), name);
    // One in six belongs to it and does not want to be counted.
    if (!invited.includes(ref)) granted(await noun.join(residentPrincipal(personId), teamId, ref % 6 !== 0), name);
  });
}

/** Twelve places: two leaders sign their teams up, and whoever comes later waits. */
async function fillPlanting(world: DemoWorld): Promise<void> {
  const startsAtMs = world.midnightMs + 6 * DAY_MS + 8.5 * HOUR_MS;
  const plan: PlannedActivity = {
    name: 'activity:planting',
    title: '社区口袋公园补种',
    ruleCode: 'ZY-12',
    place: '口袋公园东入口',
    unitId: MAIN_COMMUNITY,
    startsAtMs,
    endsAtMs: startsAtMs + 2 * HOUR_MS,
    capacity: 12,
    signUpNeeded: true,
  };
  const activityId = await openActivity(world, plan, {
    organiser: staffOf(world, 'organiser'),
    approver: staffOf(world, 'deputy'),
  });
  const [neighbourTeam, riders] = teamPlans();
  for (const team of [riders, neighbourTeam]) {
    if (team === undefined) throw new RangeError('no such team');
    const leader = residentPrincipal(demoId(`person-${team.members[0]}`));
    const personIds = team.members.slice(0, 6).map((ref) => demoId(`person-${ref}`));
    const signedUp = granted(
      await world.context.teams.signUp(leader, world.notes.need(team.note), { activityId, personIds }),
      team.name,
    );
    const refused = signedUp.items.find((item) => item.refused !== null);
    if (refused !== undefined) throw new Error(`${team.name}: ${refused.refused}`);
  }
  for (const ref of [TEENAGER, ...neighbours().slice(21, 25)]) await signUp(world, activityId, ref);
}

/** Somebody signs up with their phone; who did before is left as they are. */
async function signUp(world: DemoWorld, activityId: string, ref: number): Promise<void> {
  const principal = residentPrincipal(demoId(`person-${ref}`));
  grantedOr(await world.context.activities.signUp(principal, activityId), ['already_signed_up'], `sign-up ${ref}`);
}

/** Every Saturday morning: approved at once, with people for the first two. */
async function planSaturdays(world: DemoWorld): Promise<void> {
  const { activities } = world.context;
  const organiser = staffOf(world, 'organiser');
  const today = businessDate(world.clock.now());
  const first = addDays(today, 1 + ((SATURDAY - weekday(addDays(today, 1)) + 7) % 7));
  const at = (time: string) => new Date(`${first}T${time}+08:00`).toISOString();
  const seriesId = await world.notes.once('series:saturdays', async () => {
    const fields = {
      title: '周六楼道清洁',
      category: 'volunteering' as const,
      unitId: MAIN_COMMUNITY,
      ruleCode: 'ZY-01',
      place: '第二网格 5 号楼前',
      description: '自带手套，工具由社区准备。',
      startsAt: at('08:30'),
      endsAt: at('10:00'),
      capacity: 16,
      pointsPlanned: null,
      stayMinutesMin: 30,
      signUpNeeded: false,
      signUpFrom: null,
      signUpUntil: null,
      waitingMax: 20,
      sharedWith: [],
      repeats: { weekdays: [SATURDAY], everyWeeks: 1, until: addDays(first, 7 * (SERIES_WEEKS - 1)), skip: [] },
    };
    return granted(await activities.planSeries(organiser, fields, sentOnce(organiser, 'series')), 'series')._id;
  });
  const submitted = granted(await activities.submitSeries(organiser, seriesId), 'series');
  const decided = granted(
    await activities.decideSeries(staffOf(world, 'deputy'), seriesId, { decision: 'approve' }),
    'series',
  );
  const refused = [...submitted.items, ...decided.items].find((item) => item.refused !== null);
  if (refused !== undefined) throw new Error(`series: ${refused.refused}`);
  for (const [index, { activityId }] of decided.items.slice(0, 2).entries()) {
    await inParallel(neighbours().slice(index * 3, index * 3 + 6), 4, (ref) => signUp(world, activityId, ref));
  }
}
