import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { OwnDataDeps } from './deps.ts';
import type { DataRequestRecord } from './store.ts';

/** A request that the caller may do this to. */
export async function findRequest(
  deps: Pick<OwnDataDeps, 'requests'>,
  principal: Principal,
  requestId: string,
  action: Action,
): Promise<DataRequestRecord | Refusal> {
  const record = await deps.requests.findOne({ _id: requestId });
  if (record === null) return refuse('data_request_not_found');
  return permits(principal, action, { unitPath: record.unitPath }) ? record : refuse('out_of_scope');
}
