import { rules as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import type { RulesDeps } from './deps.ts';
import { draftRule } from './draft-rule.ts';
import { listRules } from './list-rules.ts';
import { previewRule } from './preview-rule.ts';
import { publishRule, retireRule } from './publish-rule.ts';
import { ruleView } from './store.ts';

export function ruleRoutes(router: ApiRouter, deps: RulesDeps): void {
  route(router, contract.list, async ({ query, principal }) => {
    const found = await listRules(deps, principal, query);
    return isRefusal(found) ? found : { items: found.map(ruleView) };
  });
  route(router, contract.versions, async ({ params }) => {
    const found = await deps.rules.find({ code: params.code }).sort({ version: -1 }).toArray();
    return found.length === 0 ? refuse('rule_not_found') : { items: found.map(ruleView) };
  });
  route(router, contract.draft, async ({ body, principal }) => {
    const drafted = await draftRule(deps, principal, body);
    return isRefusal(drafted) ? drafted : ruleView(drafted);
  });
  route(router, contract.publish, async ({ params, principal }) => {
    const published = await publishRule(deps, principal, params);
    return isRefusal(published) ? published : ruleView(published);
  });
  route(router, contract.retire, async ({ params, principal }) => {
    const retired = await retireRule(deps, principal, params);
    return isRefusal(retired) ? retired : ruleView(retired);
  });
  route(router, contract.preview, async ({ body }) => {
    const priced = await previewRule(deps, body);
    return isRefusal(priced) ? priced : { ...priced, notes: [...priced.notes] };
  });
}
