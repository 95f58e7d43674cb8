import type { Principal } from '@red-points/shared/domain/permissions';
import { staffOf } from './load-basics.ts';
import { type ActivityPlan, type DayPlan, SLOTS } from './plan.ts';
import { RULES, UNPAID } from './rules.ts';
import { type DemoWorld, demoId, granted, grantedOr, inParallel, residentPrincipal } from './world.ts';

/** What a phone of the demo says beside a scan. */
const ON_THE_SPOT = { venue: null, device: null, declarations: UNPAID };
const MINUTE_MS = 60_000;
const PLANNING_MINUTE = 7 * 60;
/** Done before: the day is gone through a second time. */
const ALREADY_IN = [
  'already_present',
  'already_attended',
  'already_present_elsewhere',
  // Somebody who was at another activity that evening does not come: the evening before is lived after the history.
  'checkin_overlaps',
  'checkin_ended',
  'checkin_not_started',
  'checkin_too_late',
];

export interface PlannedActivity {
  readonly name: string;
  readonly title: string;
  readonly ruleCode: string;
  readonly place: string;
  readonly unitId: string;
  readonly startsAtMs: number;
  readonly endsAtMs: number;
  readonly capacity: number;
  /** Only who signed up may come; everybody may unless said. */
  readonly signUpNeeded?: boolean;
  /** Shortest stay that earns; 30 minutes unless said. */
  readonly stayMinutesMin?: number;
}

/** The category of a rule of the plan. */
export function categoryOf(ruleCode: string) {
  const rule = RULES.find(({ code }) => code === ruleCode);
  if (rule === undefined) throw new Error(`no rule ${ruleCode}`);
  return rule.terms.category;
}

/** A day's activities from the plan in the morning to the end of the last one. */
export async function runActivities(world: DemoWorld, day: DayPlan, at: (minute: number) => void): Promise<void> {
  at(PLANNING_MINUTE);
  const midnightMs = world.clock.now() - PLANNING_MINUTE * MINUTE_MS;
  await inParallel(day.activities, 8, (activity) =>
    openActivity(world, plannedOf(activity, midnightMs), officeOf(world, activity)),
  );
  for (const slot of SLOTS) {
    const running = day.activities.filter((activity) => activity.slot.name === slot.name);
    if (running.length === 0) continue;
    at(slot.fromMinute);
    await inParallel(running, 8, (activity) =>
      startAndCheckIn(world, activityName(activity), officeOf(world, activity).organiser, activity.participants),
    );
    at(slot.untilMinute);
    await inParallel(running, 8, (activity) =>
      endActivity(world, activityName(activity), officeOf(world, activity).organiser, activity.participants.length),
    );
  }
}

const activityName = (activity: ActivityPlan) => `activity:${activity.ref}`;

function plannedOf(activity: ActivityPlan, midnightMs: number): PlannedActivity {
  return {
    name: activityName(activity),
    title: activity.title,
    ruleCode: activity.ruleCode,
    place: activity.place,
    unitId: activity.communityId,
    startsAtMs: midnightMs + activity.slot.fromMinute * MINUTE_MS,
    endsAtMs: midnightMs + activity.slot.untilMinute * MINUTE_MS,
    capacity: 30,
  };
}

interface Office {
  readonly organiser: Principal;
  readonly approver: Principal;
}

const officeOf = (world: DemoWorld, { communityId }: ActivityPlan): Office => ({
  organiser: staffOf(world, `${communityId}-officer`),
  approver: staffOf(world, `${communityId}-admin`),
});

/** Planned, submitted and approved; what was done before is left as it is. */
export async function openActivity(
  world: DemoWorld,
  plan: PlannedActivity,
  office: Office,
  until: 'submitted' | 'approved' = 'approved',
): Promise<string> {
  const { activities } = world.context;
  const activityId = await world.notes.once(plan.name, async () => {
    const { title, ruleCode, place, unitId, capacity } = plan;
    const fields = {
      title,
      ruleCode,
      place,
      unitId,
      capacity,
      pointsPlanned: null,
      category: categoryOf(ruleCode),
      startsAt: new Date(plan.startsAtMs).toISOString(),
      endsAt: new Date(plan.endsAtMs).toISOString(),
      stayMinutesMin: plan.stayMinutesMin ?? 30,
      signUpNeeded: plan.signUpNeeded ?? false,
      signUpFrom: null,
      signUpUntil: null,
      waitingMax: 20,
      sharedWith: [],
      description: '',
    };
    return granted(await activities.plan(office.organiser, fields), plan.name)._id;
  });
  let record = granted(await activities.readable(office.approver, activityId), plan.name);
  if (record.state === 'draft')
    record = granted(await activities.submit(office.organiser, activityId, record.version), plan.name);
  if (record.state === 'submitted' && until === 'approved') {
    granted(
      await activities.decide(office.approver, activityId, { decision: 'approve', version: record.version }),
      plan.name,
    );
  }
  return activityId;
}

/** Starts check-in, then everybody comes: most scan the code, every fifth is checked in by the organiser. */
export async function startAndCheckIn(
  world: DemoWorld,
  name: string,
  organiser: Principal,
  participants: readonly number[],
): Promise<void> {
  const { activities, checkIns } = world.context;
  const activityId = world.notes.need(name);
  const record = granted(await activities.readable(organiser, activityId), name);
  if (record.state === 'open' || record.state === 'approved')
    granted(await activities.start(organiser, activityId, record.version), name);
  else if (record.state !== 'under_way') return;
  const display = granted(await checkIns.display(organiser, activityId), name);
  await inParallel(participants, 12, async (ref) => {
    const personId = demoId(`person-${ref}`);
    if (ref % 5 === 4) {
      grantedOr(await checkIns.witness(organiser, activityId, { personId, declarations: UNPAID }), ALREADY_IN, name);
      return;
    }
    const { ticket } = granted(await checkIns.exchange(display.codeUrl), name);
    grantedOr(await checkIns.checkIn(residentPrincipal(personId), ticket, ON_THE_SPOT), ALREADY_IN, name);
  });
}

/** Ends it at the planned time: the organiser signs out whoever is there. */
export async function endActivity(
  world: DemoWorld,
  name: string,
  organiser: Principal,
  headCount: number,
): Promise<void> {
  const { activities } = world.context;
  const activityId = world.notes.need(name);
  const record = granted(await activities.readable(organiser, activityId), name);
  if (record.state !== 'under_way') return;
  granted(await activities.end(organiser, activityId, { version: record.version, headCount }), name);
}
