import { activities as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Response } from 'express';
import { type ApiRouter, route } from '../http/route.ts';
import { sendVersion } from '../http/version.ts';
import { activityView, residentViews } from './activity-views.ts';
import { decideActivity, submitActivity } from './approve-activity.ts';
import { arrange } from './arrange.ts';
import { listOrganisers, setCoOrganisers } from './co-organisers.ts';
import type { ActivitiesDeps } from './deps.ts';
import { activityForResidents, listActivities, listForResidents } from './list-activities.ts';
import { listSignUps } from './list-sign-ups.ts';
import { changeActivity, planActivity } from './plan-activity.ts';
import { cancelActivity, endActivity, startActivity } from './run-activity.ts';
import { signUp, withdrawSignUp } from './sign-up.ts';
import { actionable } from './step.ts';
import type { ActivityRecord } from './store.ts';

export function activityRoutes(router: ApiRouter, deps: ActivitiesDeps): void {
  const shown = async (res: Response, result: ActivityRecord | Refusal) => {
    if (isRefusal(result)) return result;
    sendVersion(res, result.version);
    return activityView(deps, result);
  };
  route(router, contract.plan, async ({ body, principal, res }) =>
    shown(res, await planActivity(deps, principal, body)),
  );
  route(router, contract.change, async ({ params, body, principal, res }) => {
    const { version, ...fields } = body;
    return shown(res, await changeActivity(deps, principal, params.activityId, version, fields));
  });
  route(router, contract.submit, async ({ params, body, principal, res }) =>
    shown(res, await submitActivity(deps, principal, params.activityId, body.version)),
  );
  route(router, contract.decide, async ({ params, body, principal, res }) =>
    shown(res, await decideActivity(deps, principal, params.activityId, body)),
  );
  route(router, contract.start, async ({ params, body, principal, res }) =>
    shown(res, await startActivity(deps, principal, params.activityId, body.version)),
  );
  route(router, contract.end, async ({ params, body, principal, res }) =>
    shown(res, await endActivity(deps, principal, params.activityId, body)),
  );
  route(router, contract.cancel, async ({ params, body, principal, res }) =>
    shown(res, await cancelActivity(deps, principal, params.activityId, body)),
  );
  route(router, contract.list, ({ query, principal }) => listActivities(deps, principal, query));
  route(router, contract.get, async ({ params, principal, res }) =>
    shown(res, await actionable(deps, principal, 'activities.read', params.activityId)),
  );
  route(router, contract.arrange, async ({ params, body, principal, res }) =>
    shown(res, await arrange(deps, principal, params.activityId, body)),
  );
  route(router, contract.setCoOrganisers, async ({ params, body, principal, res }) =>
    shown(res, await setCoOrganisers(deps, principal, params.activityId, body)),
  );
  route(router, contract.organisers, ({ params, query, principal }) =>
    listOrganisers(deps, principal, params.activityId, query.unitId),
  );
  route(router, contract.signUps, ({ params, query, principal }) =>
    listSignUps(deps, principal, params.activityId, query),
  );
  residentRoutes(router, deps);
}

function residentRoutes(router: ApiRouter, deps: ActivitiesDeps): void {
  const shown = async (principal: Principal, result: ActivityRecord | Refusal) => {
    if (isRefusal(result)) return result;
    if (principal.actingPersonId === null) return refuse('registration_needed');
    const [view] = await residentViews(deps, principal.actingPersonId, [result]);
    return view ?? refuse('activity_not_found');
  };
  route(router, contract.listForResidents, ({ query, principal }) => listForResidents(deps, principal, query));
  route(router, contract.getForResident, async ({ params, principal }) => {
    const found = await activityForResidents(deps, params.activityId);
    return shown(principal, found ?? refuse('activity_not_found'));
  });
  route(router, contract.signUp, async ({ params, principal }) =>
    shown(principal, await signUp(deps, principal, params.activityId)),
  );
  route(router, contract.withdraw, async ({ params, principal }) =>
    shown(principal, await withdrawSignUp(deps, principal, params.activityId)),
  );
}
