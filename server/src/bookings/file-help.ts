import { isRefusal } from '@red-points/shared/contracts';
import { isOpenState } from '@red-points/shared/domain/redemptions';
import { dueBy } from '../platform/database.ts';
import type { Job } from '../platform/jobs.ts';
import type { BookingDeps } from './deps.ts';
import type { Booking } from './find-booking.ts';

const EVERY_MS = 10_000;
const BATCH = 100;
const FAILED_AGAIN_MS = 60_000;

/**
 * Files the hours of a neighbour whose help is over and paid for, once: the claim has the booking for its request. A rule
 * that gives nothing is written down with its reason, for staff to see.
 */
export async function fileHelpOf(deps: BookingDeps, found: Booking): Promise<Booking> {
  const { booking, _id } = found;
  const { helpDueAt, helperPersonId, ruleCode, ending } = booking;
  const nowMs = deps.platform.clock.now();
  if (helpDueAt === null || helpDueAt.getTime() > nowMs || isOpenState(found.state)) return found;
  if (helperPersonId === null || ruleCode === null || ending === null) return found;
  const said = booking.helperWord ?? booking.residentWord;
  const userId = booking.dispute?.decision?.userId ?? said?.userId ?? found.requestedBy;
  const filed = await deps.claims.fileHelp({
    helperPersonId,
    userId,
    onBehalf: booking.helperWord?.userId !== userId,
    helpedPersonId: found.personId,
    ruleCode,
    startsAtMs: booking.startsAt.getTime(),
    endsAtMs: booking.endsAt.getTime(),
    declarations: booking.helperWord?.declarations ?? {},
    // The service's own name and the code that both sides know it by: data, in no language of ours.
    description: `${found.terms.title} #${found.shortCode}`,
    request: { caller: 'bookings', key: `help:${_id}`, fingerprint: _id },
  });
  const help = isRefusal(filed) ? { claimId: null, refusal: filed.refused } : { claimId: filed._id, refusal: null };
  const noted = await deps.port.change(found, (current) =>
    current.booking === undefined || current.booking.helpDueAt === null
      ? null
      : { booking: { ...current.booking, help, helpDueAt: null } },
  );
  return noted as Booking;
}

/** Files what was not filed at once: help that was confirmed before its time was over, or whose process ended. */
export function helpJob(deps: BookingDeps): Job {
  return {
    name: 'bookings.help',
    everyMs: EVERY_MS,
    run: async ({ nowMs, signal }) => {
      const due = await deps.port.redemptions
        .find({ 'booking.helpDueAt': dueBy(nowMs) })
        .sort({ 'booking.helpDueAt': 1 })
        .limit(BATCH)
        .toArray();
      for (const found of due) {
        if (signal.aborted) return;
        try {
          await fileHelpOf(deps, (await deps.port.upToDate(found)) as Booking);
        } catch (error) {
          deps.platform.logger.error({ error, redemption: found._id }, 'hours of help could not be filed');
          const helpDueAt = new Date(nowMs + FAILED_AGAIN_MS);
          await deps.port.change(found, ({ booking }) =>
            booking === undefined || booking.helpDueAt === null ? null : { booking: { ...booking, helpDueAt } },
          );
        }
      }
    },
  };
}
