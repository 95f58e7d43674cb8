import { businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Activities } from '../activities/index.ts';
import type { Claims } from '../claims/index.ts';
import type { Credits } from '../credits/index.ts';
import type { Clock } from '../platform/clock.ts';
import { type Reports, taskOf } from '../reports/index.ts';
import type { Reviews } from '../reviews/index.ts';

interface EarningTasks {
  readonly clock: Clock;
  readonly reports: Pick<Reports, 'addTaskSource'>;
  readonly reviews: Pick<Reviews, 'waiting'>;
  readonly activities: Pick<Activities, 'waiting'>;
  readonly credits: Pick<Credits, 'countEndingBefore'>;
  readonly claims: Pick<Claims, 'visitsDue'>;
}

/** Says on the home page what waits: reviews, activities to approve and under way, publicity that ends today, visits after mediation. */
export function addEarningTasks({ clock, reports, reviews, activities, credits, claims }: EarningTasks): void {
  reports.addTaskSource('reviews.decide', {
    waiting: async (_principal, unitId) => taskOf('reviews_waiting', await reviews.waiting(unitId)),
  });
  reports.addTaskSource('activities.approve', {
    waiting: async (_principal, unitId) => taskOf('activities_waiting', await activities.waiting(unitId, 'submitted')),
  });
  reports.addTaskSource('activities.run', {
    waiting: async (_principal, unitId) => taskOf('activities_running', await activities.waiting(unitId, 'under_way')),
  });
  reports.addTaskSource('claims.file', {
    waiting: async (_principal, unitId) => taskOf('visits_due', await claims.visitsDue(unitId)),
  });
  reports.addTaskSource('reviews.read', {
    waiting: async (_principal, unitId) => {
      const tonight = endOfBusinessDay(businessDate(clock.now()));
      return taskOf('publicity_ends_today', { count: await credits.countEndingBefore(unitId, tonight), since: null });
    },
  });
}
