import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { verifyLedger } from '@red-points/server/ledger/index';
import { ledgerChecks } from '@red-points/server/ledger-checks';
import { API_BASE, activities, live, people, reports, reviews } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import {
  type Cast,
  decide,
  endActivity,
  hourlyTerms,
  later,
  openActivity,
  publishRule,
  runningActivity,
  scanIn,
  scannedTicket,
  signInCast,
} from '../support/earning.ts';

const HOUR_MS = 3_600_000;

describe('the way of a point, from plan to statement', () => {
  let test: TestApp;
  let cast: Cast;
  let server: http.Server;

  /** What a client that listens to these topics is told, as raw events. */
  const listen = async (who: SignedInUser, topics: string) => {
    const { port } = server.address() as AddressInfo;
    const heard: string[] = [];
    const stop = new AbortController();
    const response = await fetch(`http://127.0.0.1:${port}${API_BASE}/events?topics=${topics}`, {
      headers: { Authorization: `Bearer ${who.token}` },
      signal: stop.signal,
    });
    const reading = (async () => {
      for await (const part of response.body ?? []) heard.push(Buffer.from(part).toString());
    })().catch(() => undefined);
    const close = async () => {
      stop.abort();
      await reading;
    };
    return { status: response.status, heard, close };
  };
  const taskCodes = async () => {
    const { items } = (await cast.secretary.call(reports.tasks, { query: { unitId: 'jinxiu' } }).expect(200)).body;
    return Object.fromEntries(items.map(({ code, count }: { code: string; count: number }) => [code, count]));
  };

  beforeAll(async () => {
    test = await startTestApp({ started: true });
    cast = await signInCast(test);
    await publishRule(cast, 'ZY-01', hourlyTerms());
    server = http.createServer(test.app.app);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await test.close();
  });

  it('is planned, approved, attended by QR, reviewed, posted with rule version and actors, and verifies', async () => {
    const { activityId } = await runningActivity(test, cast);
    const screen = await listen(cast.organiser, `activity:${activityId}`);
    const resident = await test.signInResident({ verified: false });
    const { attendanceId } = await scanIn(test, cast, resident, activityId);
    await expect.poll(() => screen.heard.join(''), { timeout: 30_000 }).toContain('"kind":"attendance"');
    expect(screen.heard.join('')).toContain(`"state":"present"`);
    expect(screen.heard.join('')).not.toContain('陈');
    await screen.close();
    expect(await taskCodes()).toMatchObject({ activities_running: 1 });

    cast = later(test, cast, HOUR_MS + 45 * 60_000);
    const ended = await endActivity(cast, activityId, 1);
    expect(ended).toMatchObject({ state: 'ended', headCount: 1, checkedOut: 1, present: 0 });
    expect(await taskCodes()).toMatchObject({ reviews_waiting: 1 });
    const facts = (
      await cast.secretary.call(reviews.get, { params: { kind: 'attendance', id: attendanceId } }).expect(200)
    ).body;
    expect(facts).toMatchObject({ points: 4, minutes: 105, place: '锦绣河边', provenance: 'qr_rotating' });
    await decide(cast.secretary, 'attendance', attendanceId).expect(200);
    // The resident who took part is not verified yet: that is all that is left to do.
    expect(await taskCodes()).toEqual({ people_unverified: 1 });

    const entry = await test.context.ledger.entryByKey(resident.accountId, `attendance:${attendanceId}`);
    expect(entry).toMatchObject({
      points: 4,
      minutes: 105,
      rule: { code: 'ZY-01', version: 1 },
      category: 'volunteering',
    });
    expect(entry?.actors.map(({ part }) => part)).toEqual(['beneficiary', 'filer', 'organiser', 'reviewer']);
    const params = { personId: resident.personId };
    const statement = (await cast.secretary.call(people.statement, { params }).expect(200)).body;
    expect(statement.items).toMatchObject([{ title: '河道清理', place: '锦绣河边', points: 4, ruleVersion: 1 }]);
    const settled = (await cast.organiser.call(activities.get, { params: { activityId } }).expect(200)).body;
    expect(settled.state).toBe('settled');
    const verified = await verifyLedger({
      db: test.database.db,
      checks: ledgerChecks({ db: test.database.db, account: null }),
    });
    expect(verified).toMatchObject({ transactions: 1, bad: [] });
  });

  it('topics of an activity are for its staff and for residents once it is open', async () => {
    const open = await openActivity(test, cast);
    const resident = await test.signInResident();
    const outsider = await test.signIn('organiser', 'hechi');
    const topics = `activity:${open.activityId}`;
    expect((await outsider.call(live.events, { query: { topics } }).expect(403)).body.code).toBe('out_of_scope');
    const unknown = await cast.organiser.call(live.events, { query: { topics: 'activity:nothing' } }).expect(403);
    expect(unknown.body.code).toBe('out_of_scope');
    const heard = await listen(resident, topics);
    expect(heard.status).toBe(200);
    await heard.close();
  });

  it('a cancelled activity earns nothing, whoever was there', async () => {
    const running = await runningActivity(test, cast);
    const resident = await test.signInResident();
    const { attendanceId } = await scanIn(test, cast, resident, running.activityId);
    const params = { activityId: running.activityId };
    const { version } = (await cast.organiser.call(activities.get, { params }).expect(200)).body;
    await cast.organiser.call(activities.cancel, { params, body: { version, reason: '暴雨预警' } }).expect(200);
    const { items } = (await cast.organiser.call(activities.attendances, { params }).expect(200)).body;
    expect(items).toMatchObject([{ attendanceId, state: 'rejected', flags: ['activity_cancelled'], points: 0 }]);
    const refused = await decide(cast.secretary, 'attendance', attendanceId).expect(409);
    expect(refused.body.code).toBe('already_decided');
    expect((await test.context.ledger.view(resident.accountId)).seq).toBe(0);
    const next = await runningActivity(test, cast);
    await scannedTicket(test, cast, next.activityId);
    await scanIn(test, cast, resident, next.activityId);
  });
});
