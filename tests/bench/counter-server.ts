/**
 * The whole product with its background work on, a shop, its offer and residents with points: a process of its own, as a server is. Answers
 * once what the phones around it need.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import { connectDatabase } from '@red-points/server/platform/database';
import { offers, shops } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { seedUnits } from '../support/units.ts';
import { answerParent } from './child.ts';
import { accountsOf, benchEarn } from './commands.ts';
import { sendTo } from './phones.ts';
import { benchConfig, staff, UNIT } from './product-server.ts';

const RESIDENTS = 10;

/** A resident, and what their phone says who it is by. */
export interface ResidentPhone {
  readonly personId: string;
  readonly token: string;
}

/** Where the counter is, what is offered there, and who stands at it. */
export interface CounterReady {
  readonly origin: string;
  readonly shopId: string;
  readonly offerId: string;
  readonly owner: string;
  readonly residents: readonly ResidentPhone[];
}

const [uri = ''] = process.argv.slice(2);

async function open(): Promise<CounterReady> {
  const database = await connectDatabase(uri);
  await ensureCollections(database.db);
  const app = createApp({ config: benchConfig(uri), database });
  const { context } = app;
  const tokenOf = (principal: Principal): string => context.tokens.issue(principal).accessToken;
  await seedUnits(context.orgUnits);
  await app.start();
  const server = createServer(app.app).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const [filer, confirmer] = [tokenOf(staff('filer')), tokenOf(staff('confirmer'))];
  const most = 100_000;
  const value = { shopPerTenMinutes: most, shopPerDay: most, pairPerHour: most, pairPerDay: most };
  const setting = { version: 1, changedAt: new Date(), changedBy: 'bench' };
  // What is counted is the same: only nobody here is stopped.
  await database.db
    .collection<{ _id: string }>('velocity_settings')
    .insertOne({ _id: UNIT, value, ...setting } as never);
  const body = { name: '暖邻食堂', kind: 'canteen', unitId: UNIT, address: '锦绣路 8 号' };
  const shopId = String((await sendTo(origin, shops.create, filer, { body })).shopId);
  await sendTo(origin, shops.approve, confirmer, { params: { shopId } });
  const terms = { title: '营养午餐一份', kind: 'goods', picture: 'meal', points: 1, settlementFen: 850 };
  const offer = { params: { shopId }, body: { ...terms, stock: 100_000, validFrom: '2026-01-01T00:00:00Z' } };
  const offerId = String((await sendTo(origin, offers.create, filer, offer)).offerId);
  const people = await context.people.enterMany(
    accountsOf('counter', RESIDENTS).map((accountId) => ({
      ...{ accountId, kind: 'person' as const, name: '陈秀英', phone: null, sharedPhone: false },
      ...{ unitId: 'jinxiu-g1', serveUnitId: null, birthDate: null, address: null },
      ...{ enteredBy: null, consentVersion: '1', verified: true },
    })),
  );
  await Promise.all(people.map(({ accountId }) => context.ledger.post(benchEarn(accountId, 4_000))));
  const grants = [{ role: 'merchant_owner', unitId: null, shopId }] as const;
  const owner = tokenOf({ ...staff('owner'), face: 'merchant', grants });
  const residents = people.map(({ personId }) => ({ personId, token: tokenOf(residentOf(personId)) }));
  return { origin, shopId, offerId, owner, residents };
}

function residentOf(personId: string): Principal {
  return {
    ...{ userId: `user-of-${personId}`, sessionId: `session-of-${personId}`, face: 'resident' },
    ...{ actingPersonId: personId, personIds: [personId] },
    grants: [{ role: 'resident', unitId: null, shopId: null }],
  };
}

const ready = open();

answerParent<object, CounterReady>(() => ready);
