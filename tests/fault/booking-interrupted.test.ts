import { type AppContext, createApp } from '@red-points/server/app';
import { connectDatabase } from '@red-points/server/platform/database';
import { isRefusal } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, startTestApp, type TestApp } from '../support/app.ts';
import { hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import {
  addOffer,
  expectVerified,
  manyResidents,
  type Office,
  openOffice,
  openShop,
  ownerPrincipal,
  principalOf,
  staffPrincipal,
  type TestShop,
} from '../support/redeeming.ts';
import { dyingDatabase } from './support/dying-database.ts';

const DAY_MS = 86_400_000;
const RULE = 'HZ-01';

let t: TestApp;
let office: Office;
let open: TestShop;

beforeAll(async () => {
  t = await startTestApp();
  office = await openOffice(t);
  open = await openShop(t, office);
  await publishRule(await signInCast(t), RULE, hourlyTerms());
});
afterAll(async () => {
  await expectVerified(t);
  await t.close();
});

/** One booking to be played, with the keys that its clients keep. */
interface Play {
  readonly key: string;
  readonly slotId: string;
  readonly resident: Principal;
  readonly helper: Principal;
  readonly accountId: string;
}

interface Scenario {
  readonly name: string;
  readonly expected: string;
  /** What is done after the booking was made, on its day. */
  readonly follow: (context: AppContext, bookingId: string, play: Play) => Promise<unknown>;
}

const request = (principal: Principal, key: string) => ({ caller: principal.userId, key, fingerprint: 'the same' });

const scenarios: readonly Scenario[] = [
  {
    name: 'both say that it was done, and the helper has hours filed',
    expected: 'success',
    follow: async ({ bookings }, bookingId, { helper, resident, key }) => {
      const word = { word: 'done', declarations: {} } as const;
      await bookings.say(helper, bookingId, word, request(helper, key));
      return bookings.say(resident, bookingId, word, request(resident, `${key}-done`));
    },
  },
  {
    name: 'the slot is called off',
    expected: 'closed',
    follow: ({ bookings }, _bookingId, { slotId, key }) => {
      const shop = ownerPrincipal(open);
      return bookings.closeSlot(shop, slotId, '临时有事', request(shop, key));
    },
  },
];

async function preparePlay(): Promise<Play> {
  const [person, neighbour] = await manyResidents(t, 2, 100);
  if (person === undefined || neighbour === undefined) throw new Error('nobody was entered');
  const offer = await addOffer(office, open.shop, { kind: 'service', stock: null, points: 40 });
  const staff = staffPrincipal(office.secretary.userId);
  const plan = {
    date: businessDate(t.clock.now() + 2 * DAY_MS),
    startTime: '09:00',
    minutes: 60,
    weeks: 1,
    capacity: 1,
    leadMinutes: 60,
    cancelMinutes: 60,
    missed: 'returned' as const,
    helperPersonId: neighbour.personId,
    ruleCode: RULE,
  };
  const made = await t.context.slots.create(staff, offer.offerId, plan, request(staff, nextKey()));
  if (isRefusal(made)) throw new Error(made.refused);
  const { accountId } = person;
  const slotId = made.items[0]?.slotId ?? '';
  return { key: nextKey(), slotId, resident: principalOf(person), helper: principalOf(neighbour), accountId };
}

/** The booking is made, and on its day what follows; each on a process that dies after so many writes. */
async function book({ bookings }: AppContext, { resident, slotId, key }: Play): Promise<string> {
  const made = await bookings.book(resident, slotId, { expectedPoints: 40 }, request(resident, key));
  if (isRefusal(made)) throw new Error(made.refused);
  return made._id;
}

async function dieDuring(lastWrite: number, work: (context: AppContext) => Promise<unknown>): Promise<boolean> {
  const real = await connectDatabase(t.config.mongodbUri, { poolSizeMax: 4 });
  const dying = dyingDatabase(real, lastWrite);
  const process = createApp({ config: t.config, database: dying.database, clock: t.clock });
  const died = await Promise.race([work(process.context).then(() => false), dying.died.then(() => true)]);
  await real.close();
  return died;
}

async function runJobs(): Promise<void> {
  for (const job of ['redemption-repair', 'bookings.closed_slots', 'bookings.help', 'redemption-repair']) {
    await t.context.jobs.runNow(job);
  }
}

const AT_ONCE = 8;
const placesOf = async ({ slotId }: Play) => t.context.slots.collection.findOne({ _id: slotId });

describe('a process killed between any two writes', () => {
  it('of making a booking leaves one that waits for its day, or none', async () => {
    for (let first = 0, lived = false; !lived; first += AT_ONCE) {
      const plays = await Promise.all(Array.from({ length: AT_ONCE }, preparePlay));
      const died = await Promise.all(
        plays.map((play, index) => dieDuring(first + index, (other) => book(other, play))),
      );
      lived = died.includes(false);
      t.clock.advance(11_000);
      await runJobs();
      for (const play of plays) {
        const holds = (await t.context.ledger.view(play.accountId)).state.holds.length;
        expect((await placesOf(play))?.bookings.length).toBe(holds);
        // The client asks again with its key: it is there, once.
        await book(t.context, play);
        expect((await placesOf(play))?.bookings.length).toBe(1);
        expect((await t.context.ledger.view(play.accountId)).available).toBe(60);
      }
    }
  });

  it.each(scenarios)('$name: the jobs carry it to its end', async ({ expected, follow }) => {
    for (let first = 0, lived = false; !lived; first += AT_ONCE) {
      const plays = await Promise.all(Array.from({ length: AT_ONCE }, preparePlay));
      const bookingIds = await Promise.all(plays.map((play) => book(t.context, play)));
      if (expected === 'success') t.clock.advance(3 * DAY_MS);
      const died = await Promise.all(
        plays.map((play, index) => dieDuring(first + index, (other) => follow(other, bookingIds[index] ?? '', play))),
      );
      lived = died.includes(false);
      t.clock.advance(31_000);
      await runJobs();
      // Where only one word was written, the other client asks again.
      for (const [index, play] of plays.entries()) {
        const bookingId = bookingIds[index] ?? '';
        await follow(t.context, bookingId, play);
        const record = await t.context.redemptions.find(bookingId);
        expect(record).toMatchObject({ state: expected, open: false, nextCheckAt: null });
        const { state, available } = await t.context.ledger.view(play.accountId);
        expect(state.holds).toEqual([]);
        expect(available).toBe(expected === 'success' ? 60 : 100);
        const slot = await placesOf(play);
        expect(slot).toMatchObject({ bookings: [], nextCheckAt: null });
        expect(slot?.served.length).toBe(expected === 'success' ? 1 : 0);
        const filed = await t.database.db.collection('claims').countDocuments({ personId: play.helper.actingPersonId });
        expect(filed).toBe(expected === 'success' ? 1 : 0);
      }
    }
  });
});
