import { rules as contract, isRefusal, type Refusal, refuse, ruleSets } from '@red-points/shared/contracts';
import { permits } from '@red-points/shared/domain/permissions';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { adoptRule } from './adopt-rule.ts';
import { compareVersions } from './compare-versions.ts';
import type { RulesDeps } from './deps.ts';
import { draftRule } from './draft-rule.ts';
import { listRules, listVersions, placedVersions, publicRules } from './list-rules.ts';
import { loadStarter, starterClauses } from './load-starter.ts';
import { previewRule } from './preview-rule.ts';
import { publishMany, publishRule, retireRule } from './publish-rule.ts';
import type { RuleVersionRecord } from './store.ts';
import { emergencyStateOf, switchEmergency } from './switch-emergency.ts';
import { versionView } from './views.ts';

export function ruleRoutes(router: ApiRouter, deps: RulesDeps): void {
  /** A version just written, with where it stands now. */
  const shown = async (written: RuleVersionRecord | Refusal) => {
    if (isRefusal(written)) return written;
    const placed = await placedVersions(deps, written.code, undefined);
    const found = placed.find(({ record }) => record.version === written.version);
    return found === undefined ? refuse('rule_not_found') : versionView(found, placed);
  };
  route(router, contract.list, async ({ query, principal }) => {
    const found = await listRules(deps, principal, query);
    return isRefusal(found) ? found : { items: found };
  });
  publicRoute(router, contract.publicList, ({ query }) => publicRules(deps, query));
  route(router, contract.versions, ({ params, query, principal }) =>
    listVersions(deps, principal, params.code, query.unitId),
  );
  route(router, contract.difference, ({ params, query, principal }) =>
    compareVersions(deps, principal, params.code, query),
  );
  route(router, contract.draft, async ({ body, principal }) => shown(await draftRule(deps, principal, body)));
  route(router, contract.publishMany, ({ body, principal }) => publishMany(deps, principal, body));
  route(router, contract.publish, async ({ params, principal }) => shown(await publishRule(deps, principal, params)));
  route(router, contract.adopt, async ({ params, body, principal }) =>
    shown(await adoptRule(deps, principal, params, body)),
  );
  route(router, contract.retire, async ({ params, body, principal }) =>
    shown(await retireRule(deps, principal, params, body?.from)),
  );
  route(router, contract.preview, ({ body, principal }) => previewRule(deps, principal, body));
  ruleSetRoutes(router, deps);
}

function ruleSetRoutes(router: ApiRouter, deps: RulesDeps): void {
  route(router, ruleSets.emergency, async ({ params, principal }) => {
    const unitPath = await deps.orgUnits.pathOf(params.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    // Names of staff and reasons are for the offices of the unit, not for every resident.
    if (!permits(principal, 'rules.switch', { unitPath }) && !permits(principal, 'reports.read', { unitPath })) {
      return refuse('out_of_scope');
    }
    return emergencyStateOf(deps, params.unitId, unitPath);
  });
  route(router, ruleSets.switchEmergency, ({ params, body, principal }) =>
    switchEmergency(deps, principal, params.unitId, body),
  );
  route(router, ruleSets.starter, () => starterClauses(deps));
  route(router, ruleSets.loadStarter, ({ body, principal }) => loadStarter(deps, principal, body));
}
