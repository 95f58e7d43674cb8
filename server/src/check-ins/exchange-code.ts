import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { ActivityFacts } from '../activities/index.ts';
import type { CheckInsDeps } from './deps.ts';
import { readScannedCode } from './scanned-code.ts';

export interface ExchangedCode {
  readonly ticket: string;
  readonly expiresAtMs: number;
  readonly activity: ActivityFacts;
}

/**
 * Exchanges a scanned code for a ticket, at once and without a sign-in: the code lives seconds, the ticket ten minutes, so
 * that a first-timer can register in between.
 * @param meantActivityId the activity that the person means, where their page knows it
 */
export async function exchangeCode(
  deps: CheckInsDeps,
  scanned: string,
  meantActivityId?: string,
): Promise<ExchangedCode | Refusal> {
  const code = await readScannedCode(deps, scanned);
  if (isRefusal(code)) return code;
  if (code.age !== 'fresh') return refuse('checkin_code_expired');
  const { activity, displayId, provenance } = code;
  if (meantActivityId !== undefined && meantActivityId !== activity.activityId) {
    return refuse('checkin_wrong_activity', { title: activity.title });
  }
  const closed = whyClosed(activity);
  if (closed !== null) return closed;
  return { ...deps.tickets.issue({ activityId: activity.activityId, displayId, provenance }), activity };
}

/** Why an activity takes no check-in and no check-out now, or null. */
export function whyClosed(activity: ActivityFacts): Refusal | null {
  switch (activity.state) {
    case 'under_way':
      return null;
    case 'ended':
    case 'settled':
    case 'cancelled':
      return refuse('checkin_ended');
    default:
      return refuse('checkin_not_started');
  }
}
