import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { API_BASE, redemptionEventSchema, redemptions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import {
  addOffer,
  type Office,
  openOffice,
  openShop,
  residentWith,
  scanned,
  startAtPoster,
  type TestShop,
} from '../support/redeeming.ts';

let t: TestApp;
let server: Server;
let office: Office;
let open: TestShop;
const ends: (() => void)[] = [];

beforeAll(async () => {
  t = await startTestApp({ started: true });
  server = t.app.app.listen(0, '127.0.0.1');
  office = await openOffice(t);
  open = await openShop(t, office);
});
afterAll(async () => {
  for (const end of ends) end();
  await t.close();
  await new Promise((resolve) => server.close(resolve));
});

/** Listens to topics as a phone does, and keeps what it is told. */
async function listen(token: string, topics: string): Promise<{ status: number; told: string[] }> {
  const { port } = server.address() as AddressInfo;
  const stop = new AbortController();
  ends.push(() => stop.abort());
  const url = `http://127.0.0.1:${port}${API_BASE}/events?topics=${encodeURIComponent(topics)}`;
  const answer = await fetch(url, { headers: { Authorization: `Bearer ${token}` }, signal: stop.signal });
  const told: string[] = [];
  const read = async () => {
    const decoder = new TextDecoder();
    for await (const part of answer.body ?? []) told.push(decoder.decode(part as Uint8Array));
  };
  // Ended by the test itself when it is over.
  read().catch(() => undefined);
  return { status: answer.status, told };
}

describe('live events of a redemption', () => {
  it('reach the shop and the resident as it goes on, and nobody else', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 50);
    const shopTopic = `shop:${open.shop.shopId}`;
    const counter = await listen(open.owner.token, shopTopic);
    const { redemptionId } = await startAtPoster(resident, open, offer);
    const phone = await listen(resident.token, `redemption:${redemptionId},person:${resident.personId}`);
    const hears = (where: { told: string[] }, state: string) =>
      vi.waitFor(
        () => expect(where.told.join('')).toMatch(new RegExp(`"${redemptionId}".*"state":"${state}"`)),
        30_000,
      );
    await hears(counter, 'awaiting_confirm');
    await open.owner.call(redemptions.confirm, { params: { redemptionId } }).expect(200);
    await hears(counter, 'success');
    await hears(phone, 'success');
    expect(counter.told.join('')).not.toMatch(/陈|139\d{8}/);
    const stranger = await residentWith(t, 0);
    expect((await listen(stranger.token, `redemption:${redemptionId}`)).status).toBe(403);
    expect((await listen(stranger.token, shopTopic)).status).toBe(403);
    const other = await openShop(t, office, '别家店');
    expect((await listen(other.owner.token, shopTopic)).status).toBe(403);
  });

  it('carry to whoever acts for the resident what they would read, without a name, and to nobody else', async () => {
    const offer = await addOffer(office, open.shop);
    const resident = await residentWith(t, 50);
    const topic = `resident:${resident.personId}`;
    const phone = await listen(resident.token, topic);
    const scanId = await scanned(resident, open);
    const body = { scanId, offerId: offer.offerId, quantity: 1, expectedPoints: offer.points };
    const started = await open.owner.call(redemptions.startByScan, { body }).expect(201);
    const { redemptionId } = started.body;
    await vi.waitFor(() => expect(phone.told.join('')).toContain('"state":"success"'), 30_000);
    const data = /^data: (.*"state":"success".*)$/m.exec(phone.told.join(''))?.[1] ?? '{}';
    const { told } = redemptionEventSchema.parse(JSON.parse(data)).payload;
    const read = await resident.call(redemptions.get, { params: { redemptionId } }).expect(200);
    expect({ ...told, personName: read.body.personName, pendingRefunds: [], shopClosed: false }).toEqual(read.body);
    expect(data).not.toContain(read.body.personName);
    const stranger = await residentWith(t, 0);
    for (const { token } of [stranger, open.owner, office.deputy]) {
      expect((await listen(token, topic)).status).toBe(403);
    }
  });
});
