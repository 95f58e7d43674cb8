import {
  type Activity,
  type Attendance,
  activities,
  checkIns,
  claims,
  isRefusal,
  type RuleTerms,
  type RuleTermsInput,
  reviews,
  rules,
  ruleTermsSchema,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { SignedInUser, TestApp } from './app.ts';

/** Terms of a rule by the hour, two points, with departures. */
export function hourlyTerms(departures: Partial<RuleTermsInput> = {}): RuleTerms {
  const base = {
    title: '环境整治志愿服务',
    category: 'volunteering',
    unit: 'hour',
    points: 2,
    validFrom: '2026-01-01',
    adoptedBy: '居民代表会议',
  };
  return ruleTermsSchema.parse({ ...base, ...departures });
}

/** People who can play the whole story in one community. */
export interface Cast {
  readonly organiser: SignedInUser;
  readonly officer: SignedInUser;
  readonly secretary: SignedInUser;
  readonly deputy: SignedInUser;
}

export async function signInCast(test: TestApp, unitId = 'jinxiu'): Promise<Cast> {
  const organiser = await test.signIn('organiser', unitId);
  const officer = await test.signIn('grid_officer', unitId);
  const secretary = await test.signIn('community_admin', unitId);
  const deputy = await test.signIn('community_admin', unitId);
  return { organiser, officer, secretary, deputy };
}

const principals = new WeakMap<SignedInUser, Principal>();

/** The principal behind a sign-in, for use cases that are called without HTTP. */
export function principalOf(test: TestApp, user: SignedInUser): Principal {
  const known = principals.get(user) ?? test.context.tokens.verify(user.token);
  if (isRefusal(known)) throw new Error(`the sign-in is no longer good: ${known.refused}`);
  principals.set(user, known);
  return known;
}

/** The same person with an access token of now, as a refresh would give: for stories that last longer than one. */
function renewed(test: TestApp, user: SignedInUser): SignedInUser {
  const principal = principalOf(test, user);
  const { accessToken: token } = test.context.tokens.issue(principal);
  const again: SignedInUser = {
    ...user,
    token,
    call: (endpoint, input = {}) => test.call(endpoint, { ...input, token }),
  };
  principals.set(again, principal);
  return again;
}

/** Moves the clock on and gives the cast tokens of then. */
export function later(test: TestApp, cast: Cast, durationMs: number): Cast {
  for (const user of Object.values(cast) as SignedInUser[]) principalOf(test, user);
  test.clock.advance(durationMs);
  return {
    organiser: renewed(test, cast.organiser),
    officer: renewed(test, cast.officer),
    secretary: renewed(test, cast.secretary),
    deputy: renewed(test, cast.deputy),
  };
}

/** Drafts a rule by one and publishes it by another. */
export async function publishRule(cast: Cast, code: string, terms: RuleTerms, unitId = 'jinxiu'): Promise<void> {
  const drafted = await cast.secretary.call(rules.draft, { body: { code, unitId, terms } }).expect(201);
  const params = { code, version: String(drafted.body.version) };
  await cast.deputy.call(rules.publish, { params }).expect(200);
}

/** An activity that starts now and lasts two hours, with departures. */
export function planBody(test: TestApp, departures: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: '河道清理',
    category: 'volunteering',
    unitId: 'jinxiu',
    ruleCode: 'ZY-01',
    place: '锦绣河边',
    startsAt: new Date(test.clock.now()).toISOString(),
    endsAt: new Date(test.clock.now() + 2 * 3_600_000).toISOString(),
    capacity: 30,
    ...departures,
  };
}

/** Plans, submits and approves an activity: open for sign-up. */
export async function openActivity(
  test: TestApp,
  cast: Cast,
  departures: Record<string, unknown> = {},
): Promise<Activity> {
  const planned = await cast.organiser.call(activities.plan, { body: planBody(test, departures) }).expect(201);
  const params = { activityId: planned.body.activityId };
  const submitted = await cast.organiser
    .call(activities.submit, { params, body: { version: planned.body.version } })
    .expect(200);
  const body = { decision: 'approve', version: submitted.body.version };
  return (await cast.secretary.call(activities.decide, { params, body }).expect(200)).body;
}

/** An activity whose check-in has started. */
export async function runningActivity(
  test: TestApp,
  cast: Cast,
  departures: Record<string, unknown> = {},
): Promise<Activity> {
  const { activityId, version } = await openActivity(test, cast, departures);
  return (await cast.organiser.call(activities.start, { params: { activityId }, body: { version } }).expect(200)).body;
}

/** The text of the code that the organiser's screen shows now. */
export async function shownCode(cast: Cast, activityId: string): Promise<string> {
  return (await cast.organiser.call(checkIns.display, { params: { activityId } }).expect(200)).body.codeUrl;
}

/** Scans the code of now and exchanges it for a ticket, without a sign-in. */
export async function scannedTicket(test: TestApp, cast: Cast, activityId: string): Promise<string> {
  const code = await shownCode(cast, activityId);
  return (await test.call(checkIns.ticket, { body: { code } }).expect(200)).body.ticket;
}

/** Scans and checks in. */
export async function scanIn(
  test: TestApp,
  cast: Cast,
  resident: SignedInUser,
  activityId: string,
): Promise<Attendance> {
  const ticket = await scannedTicket(test, cast, activityId);
  return (await resident.call(checkIns.checkIn, { body: { ticket } }).expect(201)).body;
}

/** Scans and checks out. */
export async function scanOut(
  test: TestApp,
  cast: Cast,
  resident: SignedInUser,
  activityId: string,
): Promise<Attendance> {
  const ticket = await scannedTicket(test, cast, activityId);
  return (await resident.call(checkIns.checkOut, { body: { ticket } }).expect(200)).body;
}

/** Ends an activity on its newest version. */
export async function endActivity(cast: Cast, activityId: string, headCount: number | null = null): Promise<Activity> {
  const params = { activityId };
  const { version } = (await cast.organiser.call(activities.get, { params }).expect(200)).body;
  return (await cast.organiser.call(activities.end, { params, body: { version, headCount } }).expect(200)).body;
}

/** A claim's body, with departures. */
export function claimBody(departures: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    ruleCode: 'ZY-01',
    occurredOn: '2026-11-22',
    minutes: 90,
    description: '为独居老人送餐',
    ...departures,
  };
}

/** An officer files a claim for a resident. */
export async function fileClaim(
  cast: Cast,
  personId: string,
  departures: Record<string, unknown> = {},
): Promise<string> {
  const body = { personId, ...claimBody(departures) };
  return (await cast.officer.call(claims.file, { body }).expect(201)).body.claimId;
}

/** Decides one item; the answer's status is left to the caller. */
export function decide(
  reviewer: SignedInUser,
  kind: 'claim' | 'attendance',
  id: string,
  body: Record<string, unknown> = { decision: 'approve' },
  key?: string,
) {
  return reviewer.call(reviews.decide, { params: { kind, id }, body, ...(key === undefined ? {} : { key }) });
}

/** The key under which the ledger knows what an approved record gave. */
export function ledgerKeyOf(kind: 'claim' | 'attendance', id: string): string {
  return `${kind}:${id}`;
}
