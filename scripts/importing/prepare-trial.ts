import type { AppContext } from '@red-points/server/app';
import { loadStaff, loadUnits } from '../demo/load-basics.ts';
import { DemoNotes } from '../demo/world.ts';

/**
 * Gives a local trial that was never started its units and its staff, so that a ledger can be imported at once. What the
 * first start loads later finds them made. A trial that has units is left as it is.
 */
export async function prepareTrial(context: AppContext): Promise<void> {
  if ((await context.orgUnits.all()).size > 0) return;
  process.stderr.write('This trial has no units yet: making those of the demo district.\n');
  const world = { context, notes: await DemoNotes.read(context) };
  await loadUnits(world);
  await loadStaff(world);
}
