import {
  type checkIns as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { CODE_STEP_MS, codeReplacedAt, codeStep } from '@red-points/shared/domain/activities';
import type { Principal } from '@red-points/shared/domain/permissions';
import { checkInPayload } from '@red-points/shared/domain/qr';
import type { CheckInsDeps } from './deps.ts';

type Display = ResponseOf<typeof contract.display>;
const NEWEST = 5;

/** What the organiser's screen shows: the code of now, who came last, how many are there. */
export async function display(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
): Promise<Display | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  if (activity.state !== 'under_way') return refuse('activity_state_wrong');
  const nowMs = deps.clock.now();
  const step = codeStep(nowMs);
  const [view, newest] = await Promise.all([
    deps.activities.view(activity),
    deps.attendances.find({ activityId }).sort({ checkedInAt: -1, _id: -1 }).limit(NEWEST).toArray(),
  ]);
  const names = await deps.people.names(newest.map(({ personId }) => personId));
  return {
    activity: view,
    codeUrl: deps.qr.urlOf('check_in', checkInPayload(Buffer.from(activity.qrId, 'hex'), step)),
    codeExpiresAt: new Date(codeReplacedAt(step)).toISOString(),
    stepMs: CODE_STEP_MS,
    serverTime: new Date(nowMs).toISOString(),
    present: view.present,
    checkedOut: view.checkedOut,
    newest: newest.map(({ personId, provenance, checkedInAt }) => ({
      maskedName: names.get(personId)?.masked ?? '*',
      provenance,
      at: checkedInAt.toISOString(),
    })),
  };
}
