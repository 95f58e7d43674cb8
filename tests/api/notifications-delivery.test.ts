import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createApp } from '@red-points/server/app';
import { type NoticeDraft, NotSentError, type TextMessage } from '@red-points/server/notifications/index';
import { notifications } from '@red-points/shared/contracts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { refused } from '../support/refused.ts';

const MINUTE_MS = 60_000;
const DELIVER = 'notifications.deliver';

/** A gateway in memory: what it took, and how it behaves next. */
const gateway = { taken: [] as TextMessage[], next: 'take' as 'take' | 'refuse' | 'vanish' | 'hang' };

let t: TestApp;
/** The same installation with a gateway: what a server process of production is. */
let sending: ReturnType<typeof createApp>;
let causes = 0;

beforeAll(async () => {
  t = await startTestApp();
  sending = createApp({
    config: t.config,
    database: t.database,
    clock: t.clock,
    textSender: {
      send: async (message) => {
        if (gateway.next === 'refuse') throw new NotSentError('busy');
        gateway.taken.push(message);
        if (gateway.next === 'hang') await new Promise(() => undefined);
        if (gateway.next === 'vanish') throw new Error('no answer');
      },
    },
  });
});
beforeEach(async () => {
  await t.database.db.collection('notifications').deleteMany({});
  gateway.taken = [];
  gateway.next = 'take';
});
afterAll(async () => {
  await sending.close();
  await t.close();
});

async function draftTo(personId: string): Promise<void> {
  causes += 1;
  const draft: NoticeDraft = {
    recipient: { kind: 'person', id: personId },
    cause: `cause-${causes}`,
    template: 'points_expiring',
    data: { points: 40, lastDay: '2026-12-31' },
    atMs: t.clock.now(),
  };
  await t.context.notifications.notify([draft]);
}

const deliver = () => sending.context.jobs.runNow(DELIVER);
const stateOf = async () =>
  (await t.database.db.collection('notifications').find().toArray()).map(({ delivery }) => delivery?.state).join();

describe('a text message', () => {
  it('goes to the phone once, in words that name nobody', async () => {
    const { personId, phone } = await t.enterResident({ name: '陈秀英' });
    await draftTo(personId);
    await deliver();
    await deliver();
    expect(gateway.taken).toEqual([
      {
        messageId: expect.stringMatching(/^[\w-]{32}$/),
        phone,
        language: 'zh',
        text: '【红色积分】40 分将于12月31日到期。12月31日当天还可以用，之后清零。',
      },
    ]);
    expect(await stateOf()).toBe('sent');
    expect(JSON.stringify(await t.database.db.collection('notifications').find().toArray())).not.toContain(phone);
  });

  it('that was not taken is tried again, later and later, with the same id, and given up in the end', async () => {
    const { personId } = await t.enterResident();
    gateway.next = 'refuse';
    await draftTo(personId);
    await deliver();
    expect(await stateOf()).toBe('queued');
    t.clock.advance(MINUTE_MS - 1);
    gateway.next = 'take';
    await deliver();
    expect(gateway.taken).toEqual([]);
    t.clock.advance(1);
    await deliver();
    expect(gateway.taken).toHaveLength(1);
    await draftTo(personId);
    gateway.next = 'refuse';
    for (let attempt = 0; attempt < 30; attempt += 1) {
      await deliver();
      // Hours of the night pass at once: nothing rings then.
      t.clock.advance(24 * 60 * MINUTE_MS);
    }
    expect(await stateOf()).toBe('sent,failed');
    expect(gateway.taken).toHaveLength(1);
  });

  it('that cannot be written is tried again later, and keeps no other waiting', async () => {
    const { personId } = await t.enterResident();
    for (let count = 0; count < 10; count += 1) {
      await draftTo(personId);
      t.clock.advance(1);
    }
    const notices = t.database.db.collection('notifications');
    const first = await notices.findOne({}, { sort: { 'delivery.dueAt': 1 } });
    if (first === null) throw new Error('nothing to send');
    await notices.updateOne({ _id: first._id }, { $set: { template: 'unheard_of' } });
    await deliver();
    expect(gateway.taken).toHaveLength(9);
    expect((await notices.findOne({ _id: first._id }))?.delivery).toMatchObject({ state: 'queued', attempts: 1 });
    await notices.updateOne({ _id: first._id }, { $set: { template: first.template } });
    t.clock.advance(MINUTE_MS);
    await deliver();
    expect(gateway.taken).toHaveLength(10);
  });

  it('that may have left is never sent again', async () => {
    t.clock.set(Date.parse('2026-11-24T04:00:00Z'));
    const { personId } = await t.enterResident();
    gateway.next = 'vanish';
    await draftTo(personId);
    await deliver();
    gateway.next = 'take';
    t.clock.advance(5 * MINUTE_MS);
    await deliver();
    expect(gateway.taken).toHaveLength(1);
    expect(await stateOf()).toBe('unknown');
  });

  it('that a process took and died with is never sent again', async () => {
    const { personId } = await t.enterResident();
    await draftTo(personId);
    gateway.next = 'hang';
    // As after a kill -9: taken, and nothing more is ever heard of that process.
    const dying = createApp({
      config: t.config,
      database: t.database,
      clock: t.clock,
      textSender: { send: () => new Promise(() => undefined) },
    });
    void dying.context.jobs.runNow(DELIVER);
    await expect.poll(stateOf, { timeout: 60_000 }).toBe('sending');
    await t.database.db.collection<{ _id: string }>('job_leases').deleteOne({ _id: DELIVER });
    gateway.next = 'take';
    await deliver();
    expect(await stateOf()).toBe('sending');
    t.clock.advance(3 * MINUTE_MS);
    await deliver();
    expect(await stateOf()).toBe('unknown');
    expect(gateway.taken).toEqual([]);
  });

  it('is sent once though two processes run the job without each other’s lease', async () => {
    const { personId } = await t.enterResident();
    for (let count = 0; count < 20; count += 1) await draftTo(personId);
    const leases = t.database.db.collection<{ _id: string }>('job_leases');
    const other = createApp({
      config: t.config,
      database: t.database,
      clock: t.clock,
      textSender: { send: async (message) => void gateway.taken.push(message) },
    });
    const first = deliver();
    await leases.deleteOne({ _id: DELIVER });
    await Promise.all([first, other.context.jobs.runNow(DELIVER)]);
    await deliver();
    expect(gateway.taken).toHaveLength(20);
    expect(new Set(gateway.taken.map(({ messageId }) => messageId)).size).toBe(20);
    await other.close();
  });

  it('is not sent where the channel is off, not even one that waits already, nor to who has no phone', async () => {
    const resident = await t.signInResident();
    await draftTo(resident.personId);
    const changed = await resident.call(notifications.changeSettings, { body: { sms: false } }).expect(200);
    expect(changed.body.sms).toBe(false);
    await deliver();
    expect(await stateOf()).toBe('skipped');
    await draftTo(resident.personId);
    const stored = await t.database.db.collection('notifications').find().sort({ madeAt: 1 }).toArray();
    expect(stored.at(-1)?.delivery).toBeNull();
    const { person } = await personWithoutPhone();
    await draftTo(person.personId);
    await deliver();
    expect(gateway.taken).toEqual([]);
  });

  it('waits for the morning', async () => {
    const { personId } = await t.enterResident();
    t.clock.set(Date.parse('2026-11-25T13:00:00Z'));
    await draftTo(personId);
    await deliver();
    expect(gateway.taken).toEqual([]);
    t.clock.set(Date.parse('2026-11-26T00:00:00Z'));
    await deliver();
    expect(gateway.taken).toHaveLength(1);
  });

  it('is in the language that was chosen', async () => {
    const resident = await t.signInResident();
    await resident.call(notifications.changeSettings, { body: { language: 'en' } }).expect(200);
    await draftTo(resident.personId);
    await deliver();
    expect(gateway.taken[0]?.text).toBe('[Red Points] 40 points expire on 31 Dec. To be spent up to and on 31 Dec.');
  });
});

async function personWithoutPhone() {
  const person = await t.context.people.enter({
    kind: 'person',
    name: '林国强',
    phone: null,
    sharedPhone: false,
    unitId: 'jinxiu-g1',
    serveUnitId: null,
    birthDate: null,
    address: null,
    enteredBy: null,
    consentVersion: null,
    verified: true,
  });
  if ('refused' in person) throw new Error(person.refused);
  return { person };
}

describe('the outbox', () => {
  it('keeps messages instead of sending them, and shows them in a demo only', async () => {
    const resident = await t.signInResident();
    await draftTo(resident.personId);
    await t.context.jobs.runNow(DELIVER);
    expect(await refused((headers) => resident.call(notifications.demoSent, { headers }))).toBe('demo_only');
    const demo = await startTestApp({ sharing: t, config: { demo: true } });
    try {
      const shown = await demo.call(notifications.demoSent, { token: resident.token }).expect(200);
      expect(shown.body.items).toMatchObject([{ text: expect.stringContaining('40 分将于') }]);
    } finally {
      await demo.close();
    }
    t.clock.advance(8 * 24 * 60 * MINUTE_MS);
    await t.context.jobs.runNow('notifications.retention');
    expect(await t.database.db.collection('text_outbox').countDocuments()).toBe(0);
  });
});

describe('the HTTP gateway', () => {
  it('gets the message with its id as key; what it does not take is tried again', async () => {
    const received: { body: TextMessage; key: unknown; authorization: unknown }[] = [];
    let status = 503;
    const server = createServer((req, res) => {
      let body = '';
      req.on('data', (part: Buffer) => {
        body += part.toString();
      });
      req.on('end', () => {
        const { authorization, 'idempotency-key': key } = req.headers;
        received.push({ body: JSON.parse(body), key, authorization });
        res.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const noticeGateway = { url: `http://127.0.0.1:${port}/send`, token: 'notice-token' };
    const app = createApp({ config: { ...t.config, noticeGateway }, database: t.database, clock: t.clock });
    const { personId, phone } = await t.enterResident();
    await draftTo(personId);
    await app.context.jobs.runNow(DELIVER);
    expect(await stateOf()).toBe('queued');
    status = 202;
    t.clock.advance(MINUTE_MS);
    await app.context.jobs.runNow(DELIVER);
    expect(await stateOf()).toBe('sent');
    expect(received.map(({ key }) => key)).toEqual([received[0]?.body.messageId, received[0]?.body.messageId]);
    expect(received[1]).toMatchObject({ body: { phone, language: 'zh' }, authorization: 'Bearer notice-token' });
    await new Promise((resolve) => server.close(resolve));
    // Nobody listens any more: it certainly did not leave.
    await draftTo(personId);
    await app.context.jobs.runNow(DELIVER);
    expect((await stateOf()).split(',').sort()).toEqual(['queued', 'sent']);
    await app.close();
  });
});
