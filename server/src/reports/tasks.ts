import type { taskSchema } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { z } from 'zod';
import type { OneselfIds } from '../memberships/index.ts';

export type Task = z.infer<typeof taskSchema>;

/** What a noun says waits in a unit; `doneToday` is what the caller has finished since midnight. */
export interface TaskSource {
  /**
   * Only asked where the caller may do the work. Answers null when nothing waits.
   * @param oneself who the caller is: what they may not decide because of that does not wait for them. Looked up once for all sources.
   */
  waiting(principal: Principal, unitId: string, oneself: () => Promise<OneselfIds>): Promise<Task | null>;
}

/** 今天要办: every noun's waiting work, what has waited longest first, running activities last. */
export async function tasksOf(
  sources: readonly TaskSource[],
  principal: Principal,
  unitId: string,
  lookUp: () => Promise<OneselfIds>,
): Promise<Task[]> {
  let found: Promise<OneselfIds> | undefined;
  const oneself = (): Promise<OneselfIds> => {
    found ??= lookUp();
    return found;
  };
  const tasks = await Promise.all(sources.map((source) => source.waiting(principal, unitId, oneself)));
  return tasks
    .filter((task): task is Task => task !== null && task.count > 0)
    .sort((left, right) => rank(left) - rank(right));
}

const ORDER: readonly Task['code'][] = [
  'ledger_bad',
  'reviews_late',
  'reviews_escalated',
  'reviews_waiting',
  'words_wanted',
  'attendances_returned',
  'claims_returned',
  'objections_escalated',
  'objections_waiting',
  'activities_waiting',
  'imports_waiting',
  'batches_waiting',
  'publicity_ends_today',
  'settlements_waiting',
  'people_unverified',
  'accounts_waiting',
  'adjustments_waiting',
  'refunds_waiting',
  'bookings_disputed',
  'bookings_unanswered',
  'redeeming_limited',
  'shops_applied',
  'shops_closing',
  'agreements_ending',
  'contests_waiting',
  'visits_due',
  'redemptions_waiting',
  'anomalies',
  'spot_checks_waiting',
  'activities_running',
];

function rank(task: Task): number {
  return ORDER.indexOf(task.code);
}

/** A task of so many waiting things, with since when the first of them waits. */
export function taskOf(code: Task['code'], waiting: { readonly count: number; readonly since: Date | null }): Task {
  return { code, count: waiting.count, since: waiting.since?.toISOString() ?? null, detail: {} };
}
