import {
  type Activity,
  activities,
  activitySeries,
  delegations,
  people,
  reviewOffice,
  teams,
} from '@red-points/shared/contracts';
import { nextPhone } from '../app.ts';
import { byPhone, type Client } from './client.ts';
import type { Prepared } from './earning.ts';
import { LASTS, STARTS_AT } from './earning.ts';
import { type Neighbour, RULES, type Town, UNIT } from './town.ts';

const MINUTE_MS = 60_000;
/** Points from which on the desk's word is not enough. */
const SECOND_APPROVAL_FROM = 9;
/** The community next door. */
const NEXT_DOOR = { unitId: 'hechi', gridId: 'hechi-g1' } as const;

export type WithPhone = Neighbour & { phone: Client };

/** The choir that meets every Saturday, and the people who sing in it. */
export interface Choir {
  readonly teamId: string;
  readonly leader: WithPhone;
  readonly members: readonly WithPhone[];
  /** By business date. */
  readonly rehearsals: ReadonlyMap<string, string>;
  readonly organiser: Client;
}

/** Two people approve what is worth much. */
export async function wantTwoWords({ street }: Town): Promise<void> {
  const params = { unitId: UNIT };
  const { settings } = await street.call(reviewOffice.get, { params });
  const body = {
    serviceDays: settings.serviceDays,
    secondApprovalFrom: SECOND_APPROVAL_FROM,
    version: settings.version,
  };
  await street.call(reviewOffice.set, { params, body });
}

/** A team is founded and joined on paper, and a rehearsal for every Saturday of the month planned and approved at once. */
export async function foundChoir(town: Town): Promise<Choir> {
  const { random, secretary, organisers } = town;
  const organiser = random.pick(organisers);
  const members = random.sample(town.withPhone(), 9);
  const [leader] = members;
  if (leader === undefined) throw new Error('nobody sings');
  const body = { name: '锦绣合唱队', kind: 'volunteers' as const, unitId: UNIT, leaderPersonId: leader.personId };
  const { teamId } = await secretary.call(teams.found, { body });
  for (const { personId } of members.slice(1)) {
    await secretary.call(teams.invite, { params: { teamId }, body: { personId, onPaper: true, ranked: true } });
  }
  leader.phone.forgetToken();
  const rehearsals = await planRehearsals(town, organiser);
  return { teamId, leader, members, rehearsals, organiser };
}

async function planRehearsals(town: Town, organiser: Client): Promise<ReadonlyMap<string, string>> {
  const { secretary } = town;
  // Times are those of the first Saturday, six days after a month that begins on a Sunday.
  const firstMs = town.now() + 6 * 24 * 60 * MINUTE_MS + STARTS_AT * MINUTE_MS;
  const series = await organiser.call(activitySeries.plan, {
    body: {
      ...{ title: '合唱排练', category: RULES.choir.category, unitId: UNIT, ruleCode: RULES.choir.code },
      ...{ place: '社区活动室', capacity: 10, waitingMax: 5, stayMinutesMin: 30 },
      startsAt: new Date(firstMs).toISOString(),
      endsAt: new Date(firstMs + LASTS * MINUTE_MS).toISOString(),
      repeats: { weekdays: [6], until: '2026-11-30' },
    },
  });
  const params = { seriesId: series.seriesId };
  const asked = await organiser.call(activitySeries.submit, { params });
  const decided = await secretary.call(activitySeries.decide, { params, body: { decision: 'approve' } });
  const refused = [...asked.items, ...decided.items].find((item) => item.refused !== null);
  if (refused !== undefined || decided.items.length !== 4)
    throw new Error(`not all approved: ${JSON.stringify(decided)}`);
  return new Map(
    decided.items.map(({ activityId, startsAt }) => [
      new Date(Date.parse(startsAt) + 8 * 60 * MINUTE_MS).toISOString().slice(0, 10),
      activityId,
    ]),
  );
}

/** On a Saturday the leader signs the choir up, and others who want to listen in; null on other days. */
export async function prepareRehearsal(town: Town, choir: Choir): Promise<Prepared | null> {
  const activityId = choir.rehearsals.get(town.today());
  if (activityId === undefined) return null;
  const { leader, members, teamId, organiser } = choir;
  const singers = new Set(members.map(({ personId }) => personId));
  const signed = await leader.phone.call(teams.signUp, {
    params: { teamId },
    body: { activityId, personIds: [...singers] },
  });
  if (signed.items.some(({ part }) => part !== 'place'))
    throw new Error(`not all signed up: ${JSON.stringify(signed)}`);
  const others = town.random.sample(
    town.withPhone().filter(({ personId }) => !singers.has(personId)),
    2,
  );
  const parts: string[] = [];
  for (const { phone } of others) parts.push((await phone.call(activities.signUp, { params: { activityId } })).mine);
  if (parts.join() !== 'signed_up,waiting') throw new Error(`one place was left: ${parts.join()}`);
  return { organiser, activityId, ruleName: 'choir', guests: [...members, ...others] };
}

/** Two from next door, who come when something is shared with their community. */
export async function welcomeVisitors(town: Town): Promise<void> {
  const { device, codes, visitors } = town;
  for (const name of ['荷池甲', '荷池乙']) {
    const number = nextPhone();
    const phone = device('resident', byPhone(number, codes));
    const body = { name, unitId: NEXT_DOOR.gridId, consentVersion: '1' };
    const { personId } = await phone.call(people.registerSelf, { body });
    phone.forgetToken();
    visitors.push({ personId, name, phone, cardUrl: null, verified: false });
  }
}

/** What is planned with it, where it is shared with the community next door. */
export const SHARED_WITH: Partial<Pick<Activity, 'sharedWith'>> = { sharedWith: [NEXT_DOOR.unitId] };

/** Whoever sits at the desk goes away for some days and lends the right to a colleague, who then sits there. */
export async function goOnLeave(town: Town, days: number): Promise<void> {
  const { deputy, clerk } = town;
  const candidates = await deputy.call(delegations.candidates, { query: { unitId: UNIT } });
  const chosen = candidates.items.find(({ name }) => name === town.clerkName);
  if (chosen === undefined) throw new Error('the colleague is no candidate');
  const from = town.today();
  const until = new Date(Date.parse(from) + days * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
  await deputy.call(delegations.grant, {
    body: { unitId: UNIT, deputyUserId: chosen.userId, from, until, reason: '外出学习' },
  });
  clerk.forgetToken();
}
