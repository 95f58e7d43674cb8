/**
 * `npm run rollups:rebuild`: counts the sums behind pages and reports anew from the ledger. Servers may run meanwhile:
 * pages show the old sums until the new ones are whole. Changes nothing in the ledger.
 */
import { drawProgress } from './running/draw-progress.ts';
import { withApp } from './running/with-app.ts';

try {
  const counted = await withApp(({ context }) =>
    context.rollups.rebuild({ onProgress: (done, total) => drawProgress(done, total, 'entries counted') }),
  );
  process.stdout.write(`Counted ${counted} entries.\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
