/**
 * Posts an activity of 2,000 participants, in a process of its own: it was attended and reviewed, its publicity is over, and nothing of it is
 * posted yet. `cold` by a server that knows none of the accounts, `warm` by one that has posted to them before; `raw` inserts as
 * many full entries, made beforehand, in one go.
 */
import { performance } from 'node:perf_hooks';
import { type AppContext, createApp } from '@red-points/server/app';
import type { AttendanceRecord } from '@red-points/server/check-ins/index';
import { ensureCollections } from '@red-points/server/collections';
import { ensureLedgerCollection, LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import type { Person } from '@red-points/server/people/index';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase, type Database } from '@red-points/server/platform/database';
import { activities as contract, isRefusal, type Refusal, ruleTermsSchema } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { seedUnits } from '../support/units.ts';
import { answerParent } from './child.ts';
import { accountsOf, EntryFactory, freshId } from './commands.ts';
import { benchConfig, RULE, staff, UNIT } from './product-server.ts';

export const PARTICIPANTS = 2_000;
const ENTERED_AT_ONCE = 500;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const START_MS = Date.parse('2026-03-02T01:00:00Z');
const GRID = 'jinxiu-g1';
const RAW_DATABASE = 'bench_settle_raw';
const PUBLICITY_DAYS = 1;

export interface SettleRequest {
  readonly settle: 'cold' | 'warm' | 'raw';
}

const [uri = ''] = process.argv.slice(2);
const clock = createSettableClock(START_MS);

function contextOn(database: Database): AppContext {
  return createApp({ config: benchConfig(uri), database, clock }).context;
}

function done<Value>(value: Value | Refusal): Value {
  if (isRefusal(value)) throw new Error(`refused: ${value.refused}`);
  return value as Value;
}

interface Prepared {
  readonly database: Database;
  readonly context: AppContext;
  readonly people: readonly Person[];
  readonly factory: EntryFactory;
}

async function open(): Promise<Prepared> {
  const database = await connectDatabase(uri);
  await ensureCollections(database.db);
  await ensureLedgerCollection(database.db.client.db(RAW_DATABASE));
  const context = contextOn(database);
  await seedUnits(context.orgUnits);
  const terms = ruleTermsSchema.parse({
    ...{ title: '环境整治志愿服务', category: 'volunteering', unit: 'hour', points: 2, publicityDays: PUBLICITY_DAYS },
    ...{ validFrom: businessDate(START_MS - 30 * DAY_MS), adoptedBy: '居民代表会议' },
    caps: { perMonth: 1_000_000 },
  });
  const drafted = done(await context.rules.draft(staff('filer'), { code: RULE, unitId: UNIT, terms }));
  done(await context.rules.publish(staff('confirmer'), { code: RULE, version: drafted.version }));
  const people: Person[] = [];
  for (let first = 0; first < PARTICIPANTS; first += ENTERED_AT_ONCE) {
    const some = accountsOf('settle', PARTICIPANTS)
      .slice(first, first + ENTERED_AT_ONCE)
      .map((accountId) => ({
        ...{ accountId, kind: 'person' as const, name: '陈秀英', phone: null, sharedPhone: false },
        ...{ unitId: GRID, serveUnitId: null, birthDate: null, address: null },
        ...{ enteredBy: null, consentVersion: '1', verified: true },
      }));
    people.push(...(await context.people.enterMany(some)));
  }
  return { database, context, people, factory: new EntryFactory(accountsOf('raw')) };
}

/** An activity that everybody took part in, approved by somebody else, up to the moment at which its publicity is over. */
async function attended({ database, context, people }: Prepared): Promise<void> {
  const nowMs = clock.now();
  const fields = contract.plan.body?.parse({
    ...{ title: '河道清理', category: 'volunteering', unitId: UNIT, ruleCode: RULE, place: '锦绣河边' },
    startsAt: new Date(nowMs).toISOString(),
    endsAt: new Date(nowMs + 2 * HOUR_MS).toISOString(),
    capacity: PARTICIPANTS,
  });
  if (fields === undefined) throw new Error('a plan has fields');
  const { activities, reviews } = context;
  const organiser = staff('organiser');
  const planned = done(await activities.plan(organiser, fields));
  const { _id: activityId } = planned;
  const submitted = done(await activities.submit(organiser, activityId, planned.version));
  const verdict = { decision: 'approve', version: submitted.version } as const;
  const approved = done(await activities.decide(staff('confirmer'), activityId, verdict));
  const started = done(await activities.start(organiser, activityId, approved.version));
  clock.advance(90 * 60_000);
  const facts = await activities.facts(activityId);
  if (facts === null) throw new Error('the activity was not approved');
  const records = people.map((person): AttendanceRecord => {
    return {
      ...{ _id: freshId(), state: 'waiting', activityId, title: facts.title, place: facts.place },
      ...{ category: facts.category, rule: facts.rule, personId: person.personId, accountId: person.accountId },
      ...{ householdId: null, homeUnit: person.unitId, issuerUnit: facts.issuerUnit, unitPath: facts.unitPath },
      priced: { points: 3, minutes: 90, workingZh: '', workingEn: '', notes: [] },
      ...{ effectiveAt: new Date(nowMs), onBehalf: true, organiserUserId: organiser.userId, filedBy: organiser.userId },
      ...{ provenance: 'witnessed', waitingSince: new Date(clock.now()), checkedInAt: new Date(nowMs) },
      ...{ checkedOutAt: new Date(clock.now()), closesAt: new Date(nowMs + 2 * HOUR_MS), open: false, tooShort: false },
      ...{ flags: [], ticketId: null, displayId: null, venue: null, deviceTag: null, word: null, version: 1 },
      ...{ decision: null, creditDue: false, publicUntil: null, refusal: null },
      history: [{ at: new Date(nowMs), code: 'checked_in', by: organiser.userId, note: null }],
    };
  });
  await database.db.collection<AttendanceRecord>('attendances').insertMany(records);
  const { version } = started;
  done(await activities.end(organiser, activityId, { version, headCount: PARTICIPANTS }));
  const items = records.map(({ _id }) => ({ kind: 'attendance' as const, id: _id }));
  const outcomes = await reviews.decide(staff('reviewer'), items, { decision: 'approve', reason: undefined });
  const refused = outcomes.find((outcome) => !outcome.done);
  if (refused !== undefined) throw new Error(`not approved: ${refused.code}`);
  clock.advance((PUBLICITY_DAYS + 6) * DAY_MS);
}

/** @returns participants per second */
async function settle(prepared: Prepared, context: AppContext): Promise<number> {
  const credits = prepared.database.db.collection('credits');
  const before = await credits.countDocuments({ state: 'posted' });
  const startMs = performance.now();
  await context.credits.postDue();
  const tookMs = performance.now() - startMs;
  const posted = (await credits.countDocuments({ state: 'posted' })) - before;
  if (posted !== PARTICIPANTS) throw new Error(`${posted} of ${PARTICIPANTS} posted`);
  return (PARTICIPANTS / tookMs) * 1_000;
}

async function raw({ database, factory }: Prepared): Promise<number> {
  const collection = database.db.client
    .db(RAW_DATABASE)
    .collection(LEDGER_COLLECTION, { writeConcern: { w: 'majority', journal: true } });
  const documents = factory.documents(PARTICIPANTS);
  const startMs = performance.now();
  await collection.insertMany(documents, { ordered: true });
  return (PARTICIPANTS / (performance.now() - startMs)) * 1_000;
}

let prepared: Promise<Prepared> | undefined;

answerParent<SettleRequest, number>(async ({ settle: what }) => {
  prepared ??= open();
  const ready = await prepared;
  if (what === 'raw') return raw(ready);
  if (what === 'warm') await warmed(ready);
  await attended(ready);
  if (what === 'warm') return settle(ready, ready.context);
  const database = await connectDatabase(uri);
  // A server that has run for a while has its connections, whatever else it knows.
  await Promise.all(Array.from({ length: 20 }, () => database.db.command({ ping: 1 })));
  try {
    return await settle(ready, contextOn(database));
  } finally {
    await database.close();
  }
});

let warm = false;
/** The server that will be measured as warm has posted to everybody once. */
async function warmed(ready: Prepared): Promise<void> {
  if (warm) return;
  warm = true;
  await attended(ready);
  await settle(ready, ready.context);
}
