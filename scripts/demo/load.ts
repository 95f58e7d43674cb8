import { createApp } from '@red-points/server/app';
import { ensureCollections } from '@red-points/server/collections';
import type { ServerConfig } from '@red-points/server/config';
import { createSettableClock } from '@red-points/server/platform/clock';
import { connectDatabase } from '@red-points/server/platform/database';
import { businessDate, startOfBusinessDay } from '@red-points/shared/domain/calendar';
import { setCards } from './cards.ts';
import { loadPeople, loadRules, loadShops, loadStaff, loadUnits } from './load-basics.ts';
import { loadDesk, loadToday } from './load-desk.ts';
import { loadHistory } from './load-history.ts';
import { historyPlan } from './plan.ts';
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

/**
 * Loads the demo district through the product's own use cases, with a clock that is moved through twelve weeks.
 * Goes on where an earlier load was cut off; later starts only add what runs today.
 */
export async function loadDemo({ config, nowMs, signal, report }: LoadOptions): Promise<void> {
  const database = await connectDatabase(config.mongodbUri);
  const clock = createSettableClock(nowMs);
  try {
    await ensureCollections(database.db);
    const publicUrl = config.publicUrl ?? 'http://127.0.0.1';
    const app = createApp({ config: { ...config, publicUrl, logLevel: 'silent' }, database, clock });
    try {
      const notes = await DemoNotes.read(app.context);
      const firstStartMs = Number(await notes.once(FIRST_START, async () => String(nowMs)));
      const midnightMs = startOfBusinessDay(businessDate(firstStartMs));
      const world: DemoWorld = { context: app.context, clock, midnightMs, signal, report, notes };
      if (notes.get(COMPLETE) === undefined) await loadFirst(world, firstStartMs);
      if (!signal.aborted) {
        await loadToday(world, nowMs);
        await setCards(world);
      }
    } finally {
      await app.close();
    }
  } finally {
    await database.close();
  }
}

async function loadFirst(world: DemoWorld, firstStartMs: number): Promise<void> {
  const plan = historyPlan();
  const steps: readonly (readonly [name: string, run: () => Promise<void>])[] = [
    ['units', () => loadUnits(world)],
    ['staff', () => loadStaff(world)],
    ['rules', () => loadRules(world)],
    ['people', () => loadPeople(world, plan.subjects)],
    ['shops', () => loadShops(world)],
    ['history', () => loadHistory(world, plan)],
    ['desk', () => loadDesk(world, firstStartMs)],
  ];
  for (const [name, run] of steps) {
    if (world.signal.aborted) return;
    const startedAtMs = performance.now();
    await run();
    world.report(`demo: ${name} (${((performance.now() - startedAtMs) / 1000).toFixed(1)} s)`);
  }
  if (!world.signal.aborted) await world.notes.set(COMPLETE, 'yes');
}
