import type { ReviewFacts, ReviewSource } from '../reviews/index.ts';
import type { CheckInsDeps } from './deps.ts';
import type { AttendanceRecord } from './store.ts';

/** Attendances as the review queue asks for them. */
export function attendanceReviewSource(deps: CheckInsDeps): ReviewSource {
  return {
    store: deps.store,
    facts: async ({ _id }) => {
      const attendance = await deps.attendances.findOne({ _id });
      if (attendance === null) throw new Error(`attendance ${_id} vanished`);
      return factsOf(deps, attendance);
    },
    decided: async (records) => {
      const ids = records.map(({ _id }) => _id);
      const activityIds = await deps.attendances.distinct('activityId', { _id: { $in: ids } });
      for (const activityId of activityIds) await deps.activities.settleIfDone(activityId);
    },
  };
}

async function factsOf(deps: CheckInsDeps, attendance: AttendanceRecord): Promise<ReviewFacts> {
  const [overlapping, claimed] = await Promise.all([overlapOf(deps, attendance), claimOf(deps, attendance)]);
  const checks: ReviewFacts['checks'] = [
    ...(overlapping === null
      ? []
      : [{ code: 'overlaps_attendance' as const, ok: false, detail: { title: overlapping.title } }]),
    ...(claimed === undefined
      ? []
      : [{ code: 'overlaps_claim' as const, ok: false, detail: { title: claimed.title } }]),
  ];
  if (checks.length === 0) checks.push({ code: 'no_overlap', ok: true, detail: {} });
  if (attendance.flags.includes('stay_too_short')) checks.push({ code: 'below_minimum_stay', ok: false, detail: {} });
  if (attendance.flags.includes('forgotten_checkout')) {
    checks.push({ code: 'flagged_forgotten_checkout', ok: false, detail: {} });
  }
  if (attendance.flags.includes('late')) checks.push({ code: 'late_delivery', ok: false, detail: {} });
  if (attendance.venue === 'outside') checks.push({ code: 'outside_venue', ok: false, detail: {} });
  if (attendance.provenance === 'qr_static') checks.push({ code: 'printed_code', ok: false, detail: {} });
  return {
    occurredFrom: attendance.checkedInAt,
    occurredUntil: attendance.checkedOutAt,
    description: attendance.title,
    place: attendance.place,
    evidenceIds: [],
    checks,
  };
}

/** What the person claims for the time of this stay. */
async function claimOf(deps: CheckInsDeps, attendance: AttendanceRecord) {
  return (await deps.book.claimedDuring([attendance])).get(attendance._id)?.[0];
}

/** Another attendance of the same person that shares time with this one. */
function overlapOf(deps: CheckInsDeps, attendance: AttendanceRecord): Promise<AttendanceRecord | null> {
  const { _id, personId, checkedInAt, checkedOutAt } = attendance;
  return deps.attendances.findOne({
    personId,
    _id: { $ne: _id },
    tooShort: false,
    // What was cancelled, refused or taken back stands in nobody's way.
    state: { $ne: 'rejected' },
    checkedInAt: { $lt: checkedOutAt ?? checkedInAt },
    checkedOutAt: { $gt: checkedInAt },
  });
}
