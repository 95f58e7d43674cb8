import { type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { RulesDeps } from './deps.ts';
import { type RuleVersionRecord, ruleVersionId } from './store.ts';

export interface RuleKey {
  readonly code: string;
  readonly version: number;
}

/**
 * Publishes a drafted version; the one before it is retired and goes on pricing the days before this one begins.
 * Refused to whoever drafted it.
 */
export async function publishRule(
  deps: RulesDeps,
  principal: Principal,
  key: RuleKey,
): Promise<RuleVersionRecord | Refusal> {
  const found = await manageable(deps, principal, key);
  if ('refused' in found) return found;
  if (found.state !== 'draft') return refuse('rule_not_draft');
  if (found.draftedBy === principal.userId) return refuse('rule_publish_own_draft');
  const now = new Date(deps.clock.now());
  const published = await deps.rules.findOneAndUpdate(
    { _id: found._id, state: 'draft' },
    { $set: { state: 'published', publishedAt: now, publishedBy: principal.userId } },
    { returnDocument: 'after' },
  );
  if (published === null) return refuse('rule_not_draft');
  await deps.rules.updateMany(
    { code: key.code, version: { $lt: key.version }, state: 'published' },
    { $set: { state: 'retired', retiredAt: now } },
  );
  deps.changed(key.code);
  await record(deps, principal, 'rules.publish', published);
  return published;
}

/** Withdraws a published version: from today on it prices nothing. */
export async function retireRule(
  deps: RulesDeps,
  principal: Principal,
  key: RuleKey,
): Promise<RuleVersionRecord | Refusal> {
  const found = await manageable(deps, principal, key);
  if ('refused' in found) return found;
  const now = deps.clock.now();
  const retired = await deps.rules.findOneAndUpdate(
    { _id: found._id, state: 'published' },
    { $set: { state: 'retired', retiredAt: new Date(now), withdrawnOn: businessDate(now) } },
    { returnDocument: 'after' },
  );
  if (retired === null) return refuse('rule_not_published');
  deps.changed(key.code);
  await record(deps, principal, 'rules.retire', retired);
  return retired;
}

async function manageable(
  { rules, orgUnits }: RulesDeps,
  principal: Principal,
  key: RuleKey,
): Promise<RuleVersionRecord | Refusal> {
  const found = await rules.findOne({ _id: ruleVersionId(key.code, key.version) });
  if (found === null) return refuse('rule_not_found');
  const unitPath = await orgUnits.pathOf(found.unitId);
  return permits(principal, 'rules.manage', { unitPath: unitPath ?? [] }) ? found : refuse('out_of_scope');
}

async function record(deps: RulesDeps, principal: Principal, action: string, rule: RuleVersionRecord): Promise<void> {
  await deps.audit.record({ principal, action, subject: { kind: 'rule', id: rule._id }, unitId: rule.unitId });
}
