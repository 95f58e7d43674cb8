import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { NoticeDraft } from '@red-points/server/notifications/index';
import { live, notifications, sessions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nextKey, nextPhone, type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { earnCommand } from '../support/ledger-commands.ts';
import { noticesOf, unreadOf, untilNoticed } from '../support/notices.ts';
import { callerOf, openOffice, openShop, type Resident } from '../support/redeeming.ts';
import { refused } from '../support/refused.ts';

const DAY_MS = 86_400_000;
let t: TestApp;

beforeAll(async () => {
  t = await startTestApp();
});
afterAll(() => t.close());

/** A message of a person, some minutes old. */
function draftFor(personId: string, cause: string, minutesAgo = 0): NoticeDraft {
  return {
    recipient: { kind: 'person', id: personId },
    cause,
    template: 'points_expired',
    data: { points: 5 },
    atMs: t.clock.now() - minutesAgo * 60_000,
  };
}

async function residentWithNotices(count: number): Promise<Resident> {
  const resident = await t.signInResident();
  const drafts = Array.from({ length: count }, (_, index) => draftFor(resident.personId, `cause-${index}`, index));
  expect(await t.context.notifications.notify(drafts)).toBe(count);
  return resident;
}

describe('messages', () => {
  it('are paged by cursor, newest first, each once', async () => {
    const resident = await residentWithNotices(5);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: Record<string, string | number> = { limit: 2, ...(cursor === null ? {} : { cursor }) };
      const { body } = await resident.call(notifications.list, { query }).expect(200);
      seen.push(...body.items.map(({ at }: { at: string }) => at));
      cursor = body.nextCursor;
    } while (cursor !== null);
    expect(seen).toHaveLength(5);
    expect(seen.toSorted().reverse()).toEqual(seen);
    expect(await refused((headers) => resident.call(notifications.list, { query: { cursor: 'x' }, headers }))).toBe(
      'cursor_invalid',
    );
  });

  it('are kept once for a recipient and a cause, whoever makes them at the same moment', async () => {
    const { personId } = await t.enterResident();
    const other = await startTestApp({ sharing: t });
    try {
      const drafts = [draftFor(personId, 'one'), draftFor(personId, 'two'), draftFor(personId, 'one')];
      const made = await Promise.all([
        t.context.notifications.notify(drafts),
        other.context.notifications.notify(drafts),
        t.context.notifications.notify(drafts),
      ]);
      expect(made.reduce((sum, count) => sum + count, 0)).toBe(2);
    } finally {
      await other.close();
    }
  });

  it('that tell of what happened long ago are not made', async () => {
    const { personId } = await t.enterResident();
    const old = [draftFor(personId, 'old', 3 * 24 * 60), draftFor(personId, 'newer', 3 * 24 * 60 - 1)];
    expect(await t.context.notifications.notify(old)).toBe(1);
  });

  it('are marked one by one, and all up to the newest that was seen', async () => {
    const resident = await residentWithNotices(4);
    expect(await unreadOf(resident)).toBe(4);
    const [newest, second] = await noticesOf(resident);
    const params = { notificationId: String(second?.notificationId) };
    for (const _time of ['first', 'again']) {
      const { body } = await resident.call(notifications.read, { params }).expect(200);
      expect(body.unread).toBe(3);
    }
    // One that comes after the list was read stays unread.
    await t.context.notifications.notify([{ ...draftFor(resident.personId, 'later'), atMs: t.clock.now() + 1 }]);
    const { body } = await resident.call(notifications.readAll, { body: { until: newest?.at } }).expect(200);
    expect(body.unread).toBe(1);
    const unread = await noticesOf(resident, { show: 'unread' });
    expect(unread.map(({ at }) => at)).toEqual([new Date(t.clock.now() + 1).toISOString()]);
  });

  it('are counted up to a hundred', async () => {
    expect(await unreadOf(await residentWithNotices(101))).toBe(100);
  });

  it('are forgotten after half a year', async () => {
    const { personId } = await residentWithNotices(1);
    const kept = () => t.database.db.collection('notifications').countDocuments({ recipient: `person:${personId}` });
    t.clock.advance(180 * DAY_MS);
    await t.context.jobs.runNow('notifications.retention');
    expect(await kept()).toBe(1);
    t.clock.advance(1);
    await t.context.jobs.runNow('notifications.retention');
    expect(await kept()).toBe(0);
  });

  it('use an index for every question, and read no more than they give', async () => {
    const collection = t.database.db.collection('notifications');
    const questions = [
      collection.find({ recipient: 'person:a' }).sort({ at: -1, _id: -1 }).limit(21),
      collection.find({ recipient: 'person:a', unread: true }).limit(100),
      collection.find({ 'delivery.open': true, 'delivery.dueAt': { $lte: new Date() } }).sort({ 'delivery.dueAt': 1 }),
      collection.find({ at: { $lt: new Date() } }),
    ];
    for (const question of questions) {
      const { queryPlanner } = await question.explain('queryPlanner');
      const plan = JSON.stringify(queryPlanner.winningPlan);
      expect(plan).toContain('IXSCAN');
      expect(plan).not.toMatch(/COLLSCAN|"stage":"SORT"/);
    }
  });
});

describe('whose messages', () => {
  it('are read: those of the person acted for, not of others who share the phone', async () => {
    const phone = nextPhone();
    const mother = await t.enterResident({ phone });
    const father = await t.context.people.enter({
      kind: 'person',
      name: '林国强',
      phone,
      sharedPhone: true,
      unitId: 'jinxiu-g1',
      serveUnitId: null,
      birthDate: null,
      address: null,
      enteredBy: null,
      consentVersion: '1',
      verified: true,
    });
    if ('refused' in father) throw new Error(father.refused);
    await t.context.notifications.notify([draftFor(father.personId, 'his')]);
    const signedIn = await t.signInByPhone(phone);
    expect(signedIn.me.actingPersonId).toBe(mother.personId);
    expect(await noticesOf(signedIn)).toEqual([]);
    const body = { personId: father.personId };
    const acting = await signedIn.call(sessions.actFor, { body }).expect(200);
    const token = String(acting.body.accessToken);
    const his = await t.call(notifications.list, { token }).expect(200);
    expect(his.body.items).toHaveLength(1);
  });

  it('of somebody else are not found, marked or counted', async () => {
    const owner = await residentWithNotices(1);
    const stranger = await t.signInResident();
    const [notice] = await noticesOf(owner);
    const params = { notificationId: String(notice?.notificationId) };
    expect(await refused((headers) => stranger.call(notifications.read, { params, headers }))).toBe(
      'notification_not_found',
    );
    await stranger.call(notifications.readAll, { body: { until: notice?.at } }).expect(200);
    expect(await unreadOf(owner)).toBe(1);
    expect(await unreadOf(stranger)).toBe(0);
  });

  it('who is not registered has none yet; who is not signed in asks in vain', async () => {
    const nobody = await t.signInByPhone(nextPhone());
    expect(await refused((headers) => nobody.call(notifications.unread, { headers }))).toBe('registration_needed');
    expect((await t.call(notifications.list).expect(401)).body.code).toBe('not_signed_in');
  });

  it('a shop reads its own and no other shop’s; who serves two reads both, and sets each by name', async () => {
    const office = await openOffice(t);
    const [one, two] = [await openShop(t, office, '暖邻食堂'), await openShop(t, office, '惠邻便利店')];
    const shopDraft = (id: string): NoticeDraft => ({
      ...draftFor('', `order-${id}`),
      recipient: { kind: 'shop', id },
      template: 'shop_approved',
    });
    await t.context.notifications.notify([shopDraft(one.shop.shopId), shopDraft(two.shop.shopId)]);
    expect(await unreadOf(one.owner)).toBe(1);
    const query = { shopId: two.shop.shopId };
    expect(await refused((headers) => one.owner.call(notifications.list, { query, headers }))).toBe('out_of_scope');
    const both = callerOf(t, {
      userId: one.owner.userId,
      sessionId: 'both',
      face: 'merchant',
      grants: [one, two].map(({ shop }) => ({ role: 'merchant_staff', unitId: null, shopId: shop.shopId })),
      personIds: [],
      actingPersonId: null,
    });
    expect(await unreadOf(both)).toBe(2);
    const unnamed = await both.call(notifications.settings).expect(400);
    expect(unnamed.body).toMatchObject({ code: 'validation_failed', fields: [{ path: 'shopId' }] });
    const named = await both.call(notifications.settings, { query }).expect(200);
    expect(named.body).toEqual({ inApp: true, sms: null, language: 'zh' });
    expect(
      await refused((headers) => both.call(notifications.changeSettings, { query, body: { sms: true }, headers })),
    ).toBe('notification_no_phone');
  });
});

describe('a channel that is switched off', () => {
  it('on the page: messages arrive as read', async () => {
    const resident = await t.signInResident();
    const changed = await resident.call(notifications.changeSettings, { body: { inApp: false } }).expect(200);
    expect(changed.body).toEqual({ inApp: false, sms: true, language: 'zh' });
    await t.context.notifications.notify([draftFor(resident.personId, 'quiet')]);
    expect(await noticesOf(resident)).toMatchObject([{ unread: false }]);
    const again = await resident
      .call(notifications.changeSettings, { body: { inApp: true, language: 'en' } })
      .expect(200);
    expect(again.body).toEqual({ inApp: true, sms: true, language: 'en' });
  });

  it('without a phone there is no channel to it', async () => {
    const officer = await t.signIn('grid_officer', 'jinxiu');
    expect((await officer.call(notifications.settings).expect(200)).body.sms).toBeNull();
  });
});

describe('following the changes', () => {
  const credit = async (accountId: string) => {
    const outcome = await t.context.ledger.post(earnCommand(accountId, nextKey(), 3));
    expect(outcome.status).toBe('posted');
  };

  it('done again from an older position makes nothing twice, and misses nothing', async () => {
    const state = t.database.db.collection('notification_follow');
    const before = await state.findOne();
    const resident = await t.signInResident();
    const following = await startTestApp({ sharing: t, started: true });
    await credit(resident.accountId);
    await credit(resident.accountId);
    await untilNoticed(resident, 'points_posted', 2);
    await following.close();
    // A process that died after keeping the messages and before keeping its position.
    await state.replaceOne({ _id: before?._id }, { ...before });
    await credit(resident.accountId);
    const again = await startTestApp({ sharing: t, started: true });
    try {
      await untilNoticed(resident, 'points_posted', 3);
      await credit(resident.accountId);
      await untilNoticed(resident, 'points_posted', 4);
    } finally {
      await again.close();
    }
  });

  it('begins again from now where the database has forgotten the position', async () => {
    const state = t.database.db.collection<{ _id: string }>('notification_follow');
    const lost = { _data: '8200000001000000012B0229296E04' };
    await state.updateOne({ _id: 'changes' }, { $set: { resumeToken: lost, startAt: null } });
    const resident = await t.signInResident();
    const following = await startTestApp({ sharing: t, started: true });
    try {
      await expect
        .poll(async () => JSON.stringify(await state.findOne({ _id: 'changes' })), { timeout: 60_000 })
        .not.toContain(lost._data);
      await credit(resident.accountId);
      await untilNoticed(resident, 'points_posted');
    } finally {
      await following.close();
    }
  });

  it('tells open pages on the topic of whom it concerns, without a word of it', async () => {
    const following = await startTestApp({ sharing: t, started: true });
    const server = http.createServer(following.app.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const officer = await t.signIn('grid_officer', 'jinxiu');
    const other = await t.signIn('grid_officer', 'jinxiu');
    let text = '';
    try {
      const listen = (user: SignedInUser): Promise<number> =>
        new Promise((resolve, reject) => {
          const headers = { Authorization: `Bearer ${user.token}` };
          const path = `/api/v1${live.events.path}?topics=user:${officer.userId}`;
          const request = http.get({ host: '127.0.0.1', port, path, headers }, (response) => {
            response.on('data', (part: Buffer) => {
              text += part.toString();
            });
            resolve(response.statusCode ?? 0);
          });
          request.on('error', reject);
        });
      expect(await listen(other)).toBe(403);
      expect(await listen(officer)).toBe(200);
      const draft = { ...draftFor('', 'live'), recipient: { kind: 'user', id: officer.userId } } as const;
      await t.context.notifications.notify([draft]);
      await expect.poll(() => text, { timeout: 60_000 }).toContain('"kind":"notification"');
      expect(text).not.toMatch(/points_|cause/);
    } finally {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await following.close();
    }
  });
});
