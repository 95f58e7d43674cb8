import { businessDate } from '@red-points/shared/domain/calendar';
import { ageBandOf } from '@red-points/shared/domain/people';
import { staffOf } from './load-basics.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { historyPlan } from './plan.ts';
import { type DemoWorld, demoId, granted, inParallel } from './world.ts';

/** What guardians of the demo's children and teenagers signed: for every kind of activity, so that they can take part. Safe to repeat. */
export async function loadConsents(world: DemoWorld): Promise<void> {
  await world.notes.once('consents', async () => {
    const today = businessDate(world.clock.now());
    // Children too: some of them are fourteen before the twelve weeks are over.
    const minors = historyPlan().subjects.filter(
      ({ kind, birthDate }) => kind === 'person' && ['under14', 'from14to17'].includes(ageBandOf(birthDate, today)),
    );
    const categories = await world.context.categories.all();
    await inParallel(minors, 8, async ({ ref, communityId }) => {
      const officer = staffOf(world, communityId === MAIN_COMMUNITY ? 'grid' : `${communityId}-officer`);
      for (const { code } of categories) {
        const consent = { category: code, given: true };
        granted(await world.context.consents.record(officer, demoId(`person-${ref}`), consent), `consent ${ref}`);
      }
    });
    return 'done';
  });
}
