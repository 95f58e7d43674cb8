import { type App, type AppContext, createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import type { ServerConfig } from '@red-points/server/config';
import { createSettableClock, type SettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';
import { addDays, businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { newestDueDay } from '@red-points/shared/domain/digests';
import { setCards } from './cards.ts';
import { loadAccounts } from './load-accounts.ts';
import { loadPeople, loadRules, loadShops, loadStaff, loadUnits } from './load-basics.ts';
import { loadConsents } from './load-consents.ts';
import { loadDesk, loadToday } from './load-desk.ts';
import { loadDoubts } from './load-doubts.ts';
import { LANES, loadHistory } from './load-history.ts';
import { drawSpotChecks, fixSpotChecks, watchApprovals } from './load-looks.ts';
import { loadOffice } from './load-office.ts';
import { loadRedeeming, lookAtSample } from './load-redeeming.ts';
import { loadSlots } from './load-slots.ts';
import { loadTeams } from './load-teams.ts';
import { type HistoryPlan, historyPlan } from './plan.ts';
import { DemoNotes, type DemoWorld } from './world.ts';

export interface LoadOptions {
  readonly config: ServerConfig;
  /** When the load runs, in milliseconds: the demo's dates are relative to the first of these. */
  readonly nowMs: number;
  /** Aborted: the load stops after the step it is at, and goes on at the next start. */
  readonly signal: AbortSignal;
  readonly report: (line: string) => void;
}

const FIRST_START = 'first-start';
const COMPLETE = 'complete';
const DIGEST_DAYS = 7;

/**
 * Loads the demo district through the product's own use cases, with a clock that is moved through twelve weeks.
 * Goes on where an earlier load was cut off; later starts only add what runs today.
 */
export async function loadDemo({ config, nowMs, signal, report }: LoadOptions): Promise<void> {
  const running = {
    ...config,
    publicUrl: config.publicUrl ?? 'http://127.0.0.1',
    logLevel: 'silent',
    rateLimitPerMinute: 0,
  } as const;
  const withApp: WithApp = async (work) => {
    const database = await connectDatabase(config.mongodbUri);
    const clock = createSettableClock(nowMs);
    try {
      await ensureCollections(database.db);
      const app = createApp({ config: running, database, clock });
      await work(app.context, clock, app.app).finally(() => app.close());
    } finally {
      await database.close();
    }
  };
  await withApp(async (context, clock, app) => {
    const notes = await DemoNotes.read(context);
    const firstStartMs = Number(await notes.once(FIRST_START, async () => String(nowMs)));
    const midnightMs = startOfBusinessDay(businessDate(firstStartMs));
    const world: DemoWorld = { context, app, clock, midnightMs, signal, report, notes };
    if (notes.get(COMPLETE) === undefined)
      await withExpiredKept(config.mongodbUri, () => loadFirst(world, firstStartMs, withApp));
    if (signal.aborted) return;
    // A demo of before consents were asked for, or services could be booked, gets them now.
    await loadConsents(world);
    await loadSlots(world);
    await loadToday(world, nowMs);
    await setCards(world);
  });
}

/**
 * The database removes what is over by this machine's time, once a minute, and the load lives days and weeks ago: what it has
 * just counted of one of those days would be gone before it is asked. Nothing is removed until `work` is done.
 */
async function withExpiredKept(uri: string, work: () => Promise<void>): Promise<void> {
  const { client, close } = await connectDatabase(uri);
  const removeExpired = async (ttlMonitorEnabled: boolean): Promise<boolean> => {
    const { was } = await client.db('admin').command({ setParameter: 1, ttlMonitorEnabled });
    return was === true;
  };
  try {
    const didBefore = await removeExpired(false);
    try {
      await work();
    } finally {
      await removeExpired(didBefore);
    }
  } finally {
    await close();
  }
}

/** Lends an app with a clock and a connection of its own. */
type WithApp = (work: (context: AppContext, clock: SettableClock, app: App['app']) => Promise<void>) => Promise<void>;

/** All lanes live side by side; the first failure is told once every lane has ended. */
async function loadLanes(world: DemoWorld, plan: HistoryPlan, withApp: WithApp): Promise<void> {
  const lanes = LANES.map((lane) =>
    withApp((context, clock, app) => loadHistory({ ...world, context, clock, app }, plan, lane)),
  );
  const failed = (await Promise.allSettled(lanes)).find((lane) => lane.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

async function loadFirst(world: DemoWorld, firstStartMs: number, withApp: WithApp): Promise<void> {
  const plan = historyPlan();
  const steps: readonly (readonly [name: string, run: () => Promise<void>])[] = [
    ['units', () => loadUnits(world)],
    ['staff', () => loadStaff(world)],
    ['rules', () => loadRules(world)],
    ['people', () => loadPeople(world, plan.subjects)],
    ['consents', () => loadConsents(world)],
    ['shops', () => loadShops(world)],
    ['history', () => loadLanes(world, plan, withApp)],
    ['desk', () => loadDesk(world, firstStartMs)],
    ['accounts', () => loadAccounts(world)],
    ['teams', () => loadTeams(world, firstStartMs)],
    ['office', () => loadOffice(world, firstStartMs)],
    ['doubts', () => loadDoubts(world, firstStartMs)],
    ['redeeming', () => loadRedeeming(world, firstStartMs)],
    ['spot checks', () => fixSpotChecks(world)],
    ['digests', () => publishDigests(world, firstStartMs)],
    ['looks', () => lookAgain(world, firstStartMs)],
    ['sample', () => lookAtSample(world)],
  ];
  for (const [name, run] of steps) {
    if (world.signal.aborted) return;
    const startedAtMs = performance.now();
    await run();
    world.report(`demo: ${name} (${((performance.now() - startedAtMs) / 1000).toFixed(1)} s)`);
  }
  if (!world.signal.aborted) await world.notes.set(COMPLETE, 'yes');
}

/** What is looked at a second time: the sample of a month, and what watch reports find. */
async function lookAgain(world: DemoWorld, firstStartMs: number): Promise<void> {
  await drawSpotChecks(world, firstStartMs);
  await watchApprovals(world, firstStartMs);
}

/** The last week has its daily digests; the first of them covers all that was before. */
async function publishDigests({ context, clock, signal }: DemoWorld, firstStartMs: number): Promise<void> {
  clock.set(firstStartMs);
  await context.digests.makeDue({ firstDay: addDays(newestDueDay(firstStartMs), 1 - DIGEST_DAYS), signal });
}
