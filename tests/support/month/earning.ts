import { type Activity, activities, checkIns, claims, mediation, reviews } from '@red-points/shared/contracts';
import { photo } from '../evidence.ts';
import { perHour } from './book.ts';
import type { Client } from './client.ts';
import { type Neighbour, RULES, type RuleName, type Town, UNIT } from './town.ts';

const MINUTE_MS = 60_000;
/** Minutes after half past eight at which the day's activities begin, and how long they last. */
export const STARTS_AT = 60;
export const LASTS = 120;

interface Attending {
  readonly neighbour: Neighbour;
  readonly attendanceId: string;
  minutes: number;
}

/** What the desk will find, and what it is worth by the paper: by the item's kind and id. */
export interface Filed {
  readonly kind: 'attendance' | 'claim';
  readonly id: string;
  readonly personId: string;
  readonly rule: RuleName;
  readonly minutes: number;
  readonly day: string;
  /** Whose claim it is where it can be handed in again. */
  readonly filer: Client | null;
  /** One mediator's part of a case. */
  readonly share?: number;
}

/** An activity that was approved and is full: the last guest waits for a place. */
export interface Prepared {
  readonly organiser: Client;
  readonly activityId: string;
  readonly ruleName: RuleName;
  readonly guests: readonly (Neighbour & { phone: Client })[];
}

/** Plans a morning's activity, has it approved and lets people sign up; some of it is open to those who live next door. */
export async function prepareActivity(
  town: Town,
  ruleName: RuleName,
  shared: Partial<Pick<Activity, 'sharedWith'>> = {},
): Promise<Prepared> {
  const { random, secretary, organisers } = town;
  const organiser = random.pick(organisers);
  const visitors = shared.sharedWith === undefined ? [] : town.visitors;
  const guests = [...random.sample(town.withPhone(), random.between(8, 18)), ...visitors];
  // One place too few: who comes last waits, and moves up when somebody changes their mind.
  const { activityId, version } = await planned(town, organiser, ruleName, { ...shared, capacity: guests.length - 1 });
  await secretary.call(activities.decide, { params: { activityId }, body: { decision: 'approve', version } });
  for (const { phone } of guests) await phone.call(activities.signUp, { params: { activityId } });
  return { organiser, activityId, ruleName, guests };
}

/** A morning's activity from the moment at which everybody has signed up to its end: gives what now waits for review. */
export async function holdActivity(town: Town, day: number, prepared: Prepared): Promise<Filed[]> {
  const { random } = town;
  const { organiser, activityId, ruleName } = prepared;
  const guests = [...prepared.guests];
  const last = guests.at(-1)?.phone;
  const before = await last?.call(activities.getForResident, { params: { activityId } });
  const [changedMind] = guests.splice(0, 1);
  await changedMind?.phone.call(activities.withdraw, { params: { activityId } });
  const after = await last?.call(activities.getForResident, { params: { activityId } });
  if (before?.mine !== 'waiting' || after?.mine !== 'signed_up') throw new Error('nobody moved up the waiting list');

  town.at(day, STARTS_AT);
  const { version } = await organiser.call(activities.get, { params: { activityId } });
  await organiser.call(activities.start, { params: { activityId }, body: { version } });
  const early = await arrive(town, organiser, activityId, guests.slice(0, -3));
  town.at(day, STARTS_AT + 7);
  const late = await arrive(town, organiser, activityId, guests.slice(-3));
  const elders = await arriveWithCards(town, organiser, activityId);

  // Some go before the end, each with a scan of their own; some forget; the organiser signs out the elders.
  const leaveAt = random.between(45, LASTS - 5);
  town.at(day, STARTS_AT + leaveAt);
  for (const [index, one] of early.entries()) {
    if (index % 3 === 0) await leave(organiser, activityId, one, leaveAt);
  }
  await organiser.call(checkIns.signOutMany, {
    ...{ params: { activityId }, body: { attendanceIds: elders.map(({ attendanceId }) => attendanceId) } },
  });
  for (const elder of elders) elder.minutes = leaveAt - 7;
  town.at(day, STARTS_AT + LASTS + 1);
  for (const one of early) if (one.minutes === 0) one.minutes = LASTS;
  for (const one of late) one.minutes = LASTS - 7;
  const all = [...early, ...late, ...elders];
  const ending = await organiser.call(activities.get, { params: { activityId } });
  await organiser.call(activities.end, {
    ...{ params: { activityId }, body: { version: ending.version, headCount: all.length } },
  });
  return all.map(({ attendanceId: id, neighbour: { personId }, minutes }) => ({
    ...{ kind: 'attendance', id, personId, rule: ruleName, minutes, day: town.today(), filer: null },
  }));
}

async function planned(
  town: Town,
  organiser: Client,
  ruleName: RuleName,
  fields: Partial<Pick<Activity, 'sharedWith'>> & { readonly capacity: number },
): Promise<Activity> {
  const rule = RULES[ruleName];
  const startsAtMs = town.now() + STARTS_AT * MINUTE_MS;
  const body = {
    ...{ title: `${ruleName} ${town.today()}`, category: rule.category, unitId: UNIT, ruleCode: rule.code },
    ...{ place: '社区广场', waitingMax: 5, stayMinutesMin: 30, ...fields },
    startsAt: new Date(startsAtMs).toISOString(),
    endsAt: new Date(startsAtMs + LASTS * MINUTE_MS).toISOString(),
  };
  const draft = await organiser.call(activities.plan, { body });
  const params = { activityId: draft.activityId };
  return organiser.call(activities.submit, { params, body: { version: draft.version } });
}

/** The code on the organiser's screen, scanned and exchanged for a ticket, and checked in with. */
async function arrive(
  town: Town,
  organiser: Client,
  activityId: string,
  guests: readonly (Neighbour & { phone: Client })[],
): Promise<Attending[]> {
  const here: Attending[] = [];
  for (const neighbour of guests) {
    const ticket = await scan(organiser, activityId, neighbour.phone);
    const { attendanceId } = await neighbour.phone.call(checkIns.checkIn, { body: { ticket } });
    here.push({ neighbour, attendanceId, minutes: 0 });
    if (town.random.next() > 0.1) continue;
    // Once more out of habit, and with what was scanned before.
    const again = await neighbour.phone.ask(checkIns.checkIn, {
      body: { ticket: town.random.next() < 0.5 ? ticket : await scan(organiser, activityId, neighbour.phone) },
    });
    if (again.status < 400 && again.body.attendanceId !== attendanceId) throw new Error('two attendances at once');
  }
  return here;
}

async function scan(organiser: Client, activityId: string, phone: Client): Promise<string> {
  const { codeUrl } = await organiser.call(checkIns.display, { params: { activityId } });
  return (await phone.call(checkIns.ticket, { body: { code: codeUrl } })).ticket;
}

async function arriveWithCards(town: Town, organiser: Client, activityId: string): Promise<Attending[]> {
  const elders = town.neighbours.filter(({ cardUrl }) => cardUrl !== null);
  const here: Attending[] = [];
  for (const neighbour of town.random.sample(elders, 3)) {
    const body = { code: neighbour.cardUrl ?? '', act: 'in' as const };
    const { attendanceId } = await organiser.call(checkIns.scanPerson, { params: { activityId }, body });
    here.push({ neighbour, attendanceId, minutes: 0 });
  }
  return here;
}

async function leave(organiser: Client, activityId: string, one: Attending, minutes: number): Promise<void> {
  const { phone } = one.neighbour;
  if (phone === null) throw new Error('nobody scans without a phone');
  await phone.call(checkIns.checkOut, { body: { ticket: await scan(organiser, activityId, phone) } });
  one.minutes = minutes;
}

/** Claims of a day, by residents and by the officer for those without a phone. */
export async function fileClaims(town: Town, count: number): Promise<Filed[]> {
  const { random, officer, neighbours } = town;
  const filed: Filed[] = [];
  for (const neighbour of random.sample(neighbours, count)) {
    const rule: RuleName = random.next() < 0.3 ? 'mediation' : random.next() < 0.5 ? 'patrol' : 'cleaning';
    const minutes = random.between(20, 200);
    const body = {
      ...{ ruleCode: RULES[rule].code, occurredOn: town.today(), minutes, description: `帮助邻里 ${filed.length}` },
    };
    const { personId } = neighbour;
    const filer = neighbour.phone ?? officer;
    const photos = random.next() < 0.5 ? [await sendPhoto(filer, random.between(1, 40))] : [];
    const claim = { ...body, evidenceIds: photos };
    const line = { kind: 'claim' as const, personId, rule, minutes, day: town.today() };
    if (rule === 'mediation') {
      const id = await mediatedAlone(town, neighbour, claim);
      filed.push({ ...line, id, filer: null, share: RULES.mediation.points });
      continue;
    }
    const { claimId } =
      neighbour.phone === null
        ? await officer.call(claims.file, { body: { ...claim, personId } })
        : await neighbour.phone.call(claims.fileOwn, { body: claim });
    filed.push({ ...line, id: claimId, filer });
  }
  return filed;
}

/** A case with one mediator, by their phone or by the officer; gives the claim that it is. */
async function mediatedAlone(
  { officer }: Town,
  { phone, personId }: Neighbour,
  claim: Readonly<Record<string, unknown>>,
): Promise<string> {
  const body = { ...claim, outcome: 'settled', sealed: { parties: [{ name: '丙' }], dispute: '噪声' } };
  const { mediators } =
    phone === null
      ? await officer.call(mediation.file, { body: { ...body, mediators: [{ personId }] } })
      : await phone.call(mediation.fileOwn, { body });
  return mediators[0]?.claimId ?? '';
}

/** A quarrel that neighbours settled together: what it is worth is shared among them, what is left over goes to the first. */
export async function fileCase(town: Town): Promise<Filed[]> {
  const { random, officer, neighbours } = town;
  const mediators = random.sample(neighbours, random.between(1, 3)).map(({ personId }) => personId);
  const minutes = random.between(20, 120);
  const filed = await officer.call(mediation.file, {
    body: {
      mediators: mediators.map((personId) => ({ personId })),
      ...{
        ruleCode: RULES.mediation.code,
        occurredOn: town.today(),
        minutes,
        outcome: random.pick(['settled', 'referred']),
      },
      description: `楼道堆物 ${town.today()}`,
      sealed: { parties: [{ name: '甲' }, { name: '乙' }], dispute: '杂物占道' },
    },
  });
  const whole = RULES.mediation.points;
  return mediators.sort().map((personId, place) => {
    const claim = filed.mediators.find((mediator) => mediator.personId === personId);
    if (claim === undefined) throw new Error('a mediator is missing');
    const share = Math.floor(whole / mediators.length) + (place < whole % mediators.length ? 1 : 0);
    const { claimId: id } = claim;
    return { kind: 'claim', id, personId, rule: 'mediation', minutes, day: town.today(), filer: null, share };
  });
}

/** A photo of the place, taken along as evidence. */
async function sendPhoto(filer: Client, scene: number): Promise<string> {
  return (
    await filer.call(claims.uploadEvidence, {
      body: new Blob([Uint8Array.from(await photo(scene))], { type: 'image/jpeg' }),
    })
  ).evidenceId;
}

/**
 * The desk's hour: most are approved, some handed back and put right, some turned down; what is worth much takes another's word
 * as well. Writes the book, and gives how many needed two.
 */
export async function review(town: Town, waiting: readonly Filed[]): Promise<number> {
  const { random, secretary } = town;
  const desk = town.desk();
  const approve: Filed[] = [];
  for (const item of waiting) {
    const chance = random.next();
    if (chance > 0.12 || item.share !== undefined) approve.push(item);
    else if (chance > 0.05 || item.filer === null) await turnDown(desk, item);
    else approve.push(await handBack(town, item, item.filer, random.between(20, 60)));
  }
  const first = await approved(desk, approve);
  const halfway = approve.filter(({ id }) => first.get(id) === 'second');
  const second = await approved(secretary, halfway);
  for (const item of approve) {
    if ((second.get(item.id) ?? first.get(item.id)) !== 'done') throw new Error(`${item.id} was not approved`);
    writeCredit(town, item);
  }
  return halfway.length;
}

async function turnDown(desk: Client, { kind, id }: Filed): Promise<void> {
  await desk.call(reviews.decide, { params: { kind, id }, body: { decision: 'reject', reason: '核实后不符' } });
}

async function handBack(town: Town, item: Filed, filer: Client, minutes: number): Promise<Filed> {
  const { kind, id } = item;
  const body = { decision: 'return' as const, reason: '时长请再核对' };
  await town.desk().call(reviews.decide, { params: { kind, id }, body });
  const returned = await town.secretary.all(
    claims.list,
    { query: { unitId: UNIT, state: 'returned' } },
    ({ items }) => items,
  );
  const claim = returned.find(({ claimId }) => claimId === id);
  if (claim?.state !== 'returned') throw new Error(`claim ${id} was not handed back`);
  await filer.call(claims.resubmit, {
    params: { claimId: id },
    body: {
      ...{ ruleCode: RULES[item.rule].code, occurredOn: item.day, minutes, description: `已核对时长 ${id}` },
      version: claim.version,
    },
  });
  return { ...item, minutes };
}

/** Single decisions for a few, one list for the rest: whether each stands or waits for a second word, by id. */
async function approved(desk: Client, items: readonly Filed[]): Promise<Map<string, 'done' | 'second' | 'not'>> {
  const outcomes = new Map<string, 'done' | 'second' | 'not'>();
  for (const { kind, id } of items.slice(0, 2)) {
    const line = await desk.call(reviews.decide, { params: { kind, id }, body: { decision: 'approve' } });
    outcomes.set(id, line.state === 'waiting' ? 'second' : 'done');
  }
  const rest = items.slice(2).map(({ kind, id }) => ({ kind, id }));
  if (rest.length === 0) return outcomes;
  const answer = await desk.call(reviews.decideMany, { body: { decision: 'approve', items: rest } });
  for (const { id, done, second } of answer.outcomes) outcomes.set(id, second ? 'second' : done ? 'done' : 'not');
  return outcomes;
}

function writeCredit({ book }: Town, { kind, id, personId, rule: name, minutes, day, share }: Filed): void {
  const rule = RULES[name];
  const points = share ?? (rule.unit === 'hour' ? perHour(rule.points, minutes) : rule.points);
  const cap = 'capPerMonth' in rule ? { name: `${rule.code} ${day.slice(0, 7)}`, pointsMax: rule.capPerMonth } : null;
  book.write({ what: `${kind}:${id}`, kind: 'earned', personId, category: rule.category, day, points, minutes, cap });
}
