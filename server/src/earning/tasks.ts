import { businessDate, endOfBusinessDay } from '@red-points/shared/domain/calendar';
import { mayEver } from '@red-points/shared/domain/permissions';
import type { Activities } from '../activities/index.ts';
import type { CheckIns } from '../check-ins/index.ts';
import type { Claims } from '../claims/index.ts';
import type { Credits } from '../credits/index.ts';
import type { Clock } from '../platform/clock.ts';
import { type Reports, taskOf } from '../reports/index.ts';
import type { Reviews } from '../reviews/index.ts';

interface EarningTasks {
  readonly clock: Clock;
  readonly reports: Pick<Reports, 'addTaskSource'>;
  readonly reviews: Pick<Reviews, 'waiting' | 'late' | 'handedUpTo' | 'waitingForDeputy'>;
  readonly checkIns: Pick<CheckIns, 'wordsWanted' | 'returned'>;
  readonly activities: Pick<Activities, 'toApprove' | 'underWay'>;
  readonly credits: Pick<Credits, 'countEndingBefore'>;
  readonly claims: Pick<Claims, 'returned' | 'visitsDue'>;
}

/**
 * Says on the home page what waits: reviews, those that are late or handed up, activities to approve and under way, late scans that
 * want the organiser's word, claims and attendances that a reviewer returned, publicity that ends today, visits after mediation.
 */
export function addEarningTasks(deps: EarningTasks): void {
  const { clock, reports, reviews, activities, credits, claims, checkIns } = deps;
  reports.addTaskSource('reviews.decide_lent', {
    // Who reviews by their role is told of the unit asked about; a deputy of the units lent to them.
    waiting: async (principal, unitId) => {
      const isOwn = mayEver(principal, 'reviews.decide');
      const waiting = isOwn ? reviews.waiting(unitId) : reviews.waitingForDeputy(principal.userId);
      return taskOf('reviews_waiting', await waiting);
    },
  });
  reports.addTaskSource('reviews.decide', {
    waiting: async (_principal, unitId) => taskOf('reviews_late', await reviews.late(unitId)),
  });
  reports.addTaskSource('reviews.decide', {
    waiting: async (_principal, unitId) => taskOf('reviews_escalated', await reviews.handedUpTo(unitId)),
  });
  reports.addTaskSource('activities.run', {
    waiting: async ({ personIds }, unitId, oneself) =>
      taskOf('words_wanted', await checkIns.wordsWanted(unitId, { personIds, ...(await oneself()) })),
  });
  reports.addTaskSource('activities.run', {
    waiting: async (_principal, unitId) => taskOf('attendances_returned', await checkIns.returned(unitId)),
  });
  reports.addTaskSource('activities.approve', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('activities_waiting', await activities.toApprove(unitId, await oneself())),
  });
  reports.addTaskSource('activities.run', {
    waiting: async (_principal, unitId) => taskOf('activities_running', await activities.underWay(unitId)),
  });
  reports.addTaskSource('claims.file', {
    waiting: async (_principal, unitId) => taskOf('claims_returned', await claims.returned(unitId)),
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
