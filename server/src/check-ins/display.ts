import {
  type CheckInScreen,
  type displays as displayContract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { CODE_STEP_MS, codeReplacedAt, codeStep } from '@red-points/shared/domain/check-ins';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { ActivityRecord } from '../activities/index.ts';
import type { DisplayRecord } from '../displays/index.ts';
import type { CheckInsDeps } from './deps.ts';

const NEWEST = 5;

/** What the phone or computer of whoever runs the activity shows: it is a registered screen of its own. */
export async function display(
  deps: CheckInsDeps,
  principal: Principal,
  activityId: string,
): Promise<CheckInScreen | Refusal> {
  const activity = await deps.activities.runnable(principal, activityId);
  if (isRefusal(activity)) return activity;
  if (activity.state !== 'under_way') return refuse('activity_state_wrong');
  const own = await deps.displays.ofStaff(principal, activity);
  return isRefusal(own) ? own : screenOf(deps, activity, own);
}

/** What a hall's screen shows, asked by the screen itself. */
export async function hallScreen(
  deps: CheckInsDeps,
  credentials: { readonly displayId: string; readonly secret: string },
): Promise<ResponseOf<typeof displayContract.screen> | Refusal> {
  const hall = await deps.displays.hall(credentials);
  if (isRefusal(hall)) return hall;
  const { name, pairingCode, pairingUntil } = hall;
  if (pairingCode !== null && pairingUntil !== null) {
    return { state: 'pairing', pairingCode, expiresAt: pairingUntil.toISOString() };
  }
  const activity = hall.activityId === null ? null : await deps.activities.byId(hall.activityId);
  if (activity?.state === 'under_way') return { state: 'showing', name, screen: await screenOf(deps, activity, hall) };
  const names = await deps.orgUnits.names([hall.unitId]);
  const isToCome = activity?.state === 'open' || activity?.state === 'approved';
  return {
    state: 'idle',
    name,
    unitName: names.get(hall.unitId) ?? '—',
    activity: isToCome
      ? { title: activity.title, startsAt: activity.startsAt.toISOString(), place: activity.place }
      : null,
  };
}

/** The code of now, who came last, how many are there. */
async function screenOf(deps: CheckInsDeps, activity: ActivityRecord, shownOn: DisplayRecord): Promise<CheckInScreen> {
  const nowMs = deps.clock.now();
  const step = codeStep(nowMs);
  const [view, newest] = await Promise.all([
    deps.activities.view(activity),
    deps.attendances.find({ activityId: activity._id }).sort({ checkedInAt: -1, _id: -1 }).limit(NEWEST).toArray(),
  ]);
  const names = await deps.people.names(newest.map(({ personId }) => personId));
  return {
    activity: view,
    codeUrl: deps.displays.codeUrl(shownOn, activity.qrId, step),
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
