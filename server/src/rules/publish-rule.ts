import {
  type BodyOf,
  type rules as contract,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { phaseOf } from '@red-points/shared/domain/rules';
import { type IsOwnSignIn, ownSignIns } from '../auth/index.ts';
import { adoptRule } from './adopt-rule.ts';
import type { RulesDeps } from './deps.ts';
import { manageable, type RuleKey, traceRule } from './manageable.ts';
import { factsOf, type RuleVersionRecord } from './store.ts';

/**
 * Publishes a drafted version. It takes over at midnight of its first day by the dates alone; the one before it goes on
 * pricing the days before. Refused to whoever drafted it, and for a day in the past where an earlier version has priced it.
 */
export async function publishRule(
  deps: RulesDeps,
  principal: Principal,
  key: RuleKey,
): Promise<RuleVersionRecord | Refusal> {
  return publishAs(deps, principal, await ownSignIns(deps.users, principal), key);
}

async function publishAs(
  deps: RulesDeps,
  principal: Principal,
  isOwn: IsOwnSignIn,
  key: RuleKey,
): Promise<RuleVersionRecord | Refusal> {
  const found = await manageable(deps, principal, key);
  if ('refused' in found) return found;
  if (found.state !== 'draft') return refuse('rule_not_draft');
  if (isOwn(found.draftedBy)) return refuse('rule_publish_own_draft');
  const nowMs = deps.clock.now();
  const today = businessDate(nowMs);
  const facts = factsOf(found);
  if (facts.validFrom < today && (await hasPublished(deps, facts))) return refuse('rule_begins_in_past', { today });
  const published = await deps.rules.findOneAndUpdate(
    { _id: found._id, state: 'draft' },
    { $set: { state: 'published', publishedAt: new Date(nowMs), publishedBy: principal.userId } },
    { returnDocument: 'after' },
  );
  if (published === null) return refuse('rule_not_draft');
  deps.finder.forget(key.code);
  await traceRule(deps, principal, 'rules.publish', published);
  return published;
}

/** Whether an earlier version of the same set may have priced something already. */
async function hasPublished({ rules }: RulesDeps, { code, ruleSet }: ReturnType<typeof factsOf>): Promise<boolean> {
  const inSet = ruleSet === 'emergency' ? 'emergency' : { $ne: 'emergency' as const };
  return (await rules.findOne({ code, publishedAt: { $ne: null }, 'terms.ruleSet': inSet })) !== null;
}

/** Publishes several drafts, each for itself: what one is refused for stops none of the others. */
export async function publishMany(
  deps: RulesDeps,
  principal: Principal,
  { items, adoption }: BodyOf<typeof contract.publishMany>,
): Promise<ResponseOf<typeof contract.publishMany>> {
  const results: ResponseOf<typeof contract.publishMany>['items'] = [];
  const isOwn = await ownSignIns(deps.users, principal);
  for (const key of items) {
    const published = await publishAs(deps, principal, isOwn, key);
    const problem = isRefusal(published) ? published.refused : null;
    // One that was adopted elsewhere before keeps its own record.
    if (problem === null && adoption !== null) await adoptRule(deps, principal, key, adoption);
    results.push({ ...key, done: problem === null, problem });
  }
  return { published: results.filter(({ done }) => done).length, items: results };
}

/** Withdraws a published version from a day on; one that has not begun yet is called off, and the one before it goes on. */
export async function retireRule(
  deps: RulesDeps,
  principal: Principal,
  key: RuleKey,
  from?: string,
): Promise<RuleVersionRecord | Refusal> {
  const found = await manageable(deps, principal, key);
  if ('refused' in found) return found;
  const nowMs = deps.clock.now();
  const today = businessDate(nowMs);
  const all = (await deps.rules.find({ code: key.code }).toArray()).map(factsOf);
  const phase = phaseOf(factsOf(found), all, today);
  if (!['scheduled', 'in_force', 'standby', 'suspended'].includes(phase)) return refuse('rule_not_published');
  const withdrawnOn = phase === 'scheduled' ? today : (from ?? today);
  if (withdrawnOn < today) return refuse('rule_ends_in_past');
  const retired = await deps.rules.findOneAndUpdate(
    { _id: found._id, withdrawnOn: found.withdrawnOn },
    { $set: { retiredAt: new Date(nowMs), withdrawnOn } },
    { returnDocument: 'after' },
  );
  if (retired === null) return refuse('rule_not_published');
  deps.finder.forget(key.code);
  await traceRule(deps, principal, 'rules.retire', retired);
  return retired;
}
