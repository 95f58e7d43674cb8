import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import { oneByOne } from '../platform/one-by-one.ts';
import { isUndecided, type RedemptionRecord } from '../redemptions/index.ts';
import type { BookingDeps } from './deps.ts';

const EVERY_MS = 60_000;
const BATCH = 500;

/**
 * Marks bookings whose day is tomorrow: the message to both sides follows from the mark, once. Late, it says nothing any more.
 * One that cannot be marked keeps no other of its batch waiting, and ends the run: the next goes on with what is behind it.
 */
export function remindJob(deps: BookingDeps): Job {
  return {
    name: 'bookings.remind',
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const { logger } = deps.platform;
      const way = { what: 'redemption', idOf: ({ _id }: Pick<RedemptionRecord, '_id'>) => _id, logger, signal };
      for (;;) {
        const due = await deps.port.redemptions
          .find({ 'booking.remindAt': dueBy(nowMs) })
          .sort({ 'booking.remindAt': 1 })
          .limit(BATCH)
          .toArray();
        await oneByOne(due, way, (found) =>
          deps.port.change(found, (current) => {
            const { booking } = current;
            if (booking === undefined || booking.remindAt === null) return null;
            const isComing = isUndecided(current) && nowMs < booking.startsAt.getTime();
            return { booking: { ...booking, remindAt: null, remindedAt: isComing ? new Date(nowMs) : null } };
          }),
        );
        if (due.length < BATCH || signal.aborted) return;
      }
    },
  };
}
