import { businessDate } from '@red-points/shared/domain/calendar';
import { ageBandOf } from '@red-points/shared/domain/people';
import { staffOf } from './load-basics.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { historyPlan } from './plan.ts';
import { type DemoWorld, demoId, granted, inParallel } from './world.ts';

/** What guardians of the demo's teenagers signed: for every kind of activity, so that they can take part. Safe to repeat. */
export async function loadConsents(world: DemoWorld): Promise<void> {
  await world.notes.once('consents', async () => {
    const today = businessDate(world.clock.now());
    const teenagers = historyPlan().subjects.filter(
      ({ kind, birthDate }) => kind === 'person' && ageBandOf(birthDate, today) === 'from14to17',
    );
    const categories = await world.context.categories.all();
    await inParallel(teenagers, 8, async ({ ref, communityId }) => {
      const officer = staffOf(world, communityId === MAIN_COMMUNITY ? 'grid' : `${communityId}-officer`);
      for (const { code } of categories) {
        const consent = { category: code, given: true };
        granted(await world.context.consents.record(officer, demoId(`person-${ref}`), consent), `consent ${ref}`);
      }
    });
    return 'done';
  });
}
