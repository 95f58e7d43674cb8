import { type BodyOf, type rules as contract, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Priced, price } from '@red-points/shared/domain/rules';
import type { RulesDeps } from './deps.ts';

/** What an event would earn by given terms, or by the newest version of a rule: by the very function that posts. */
export async function previewRule(
  { rules }: Pick<RulesDeps, 'rules'>,
  body: BodyOf<typeof contract.preview>,
): Promise<Priced | Refusal> {
  const event = { minutes: body.minutes, provenance: body.provenance };
  if (body.terms !== undefined) return price(body.terms, event);
  if (body.code === undefined) return refuse('rule_terms_missing');
  const newest = await rules.findOne({ code: body.code }, { sort: { version: -1 } });
  return newest === null ? refuse('rule_not_found') : price(newest.terms, event);
}
