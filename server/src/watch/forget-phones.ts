import { addDays, businessDate, monthOf } from '@red-points/shared/domain/calendar';
import type { WatchDeps } from './deps.ts';
import { keyOf } from './keep-findings.ts';

/** Marks of phones are kept as long as messages are: the month is long over, and whoever wanted to look has looked. */
const KEPT_DAYS = 180;
const FINDINGS_MAX = 500;

/** Takes the marks of phones off what is older, from lines and from what was found by them. Safe to repeat. */
export async function forgetPhones({ store }: Pick<WatchDeps, 'store'>, nowMs: number): Promise<void> {
  const before = monthOf(addDays(businessDate(nowMs), -KEPT_DAYS));
  const old = { month: { $lt: before }, deviceTag: { $gt: '' } };
  await Promise.all([
    store.lines.updateMany(old, { $set: { deviceTag: null } }),
    store.redemptions.updateMany(old, { $set: { deviceTag: null } }),
  ]);
  const found = await store.findings
    .find({ month: { $lt: before }, subjectKind: 'device', subject: { $gt: '' } })
    .limit(FINDINGS_MAX)
    .toArray();
  if (found.length === 0) return;
  await store.findings.bulkWrite(
    found.map((finding) => {
      // Its own id takes the place of the phone: it stays one of its month and kind, and names none.
      const key = keyOf(finding, finding.kind, finding._id);
      return { updateOne: { filter: { _id: finding._id }, update: { $set: { subject: '', key } } } };
    }),
  );
}
