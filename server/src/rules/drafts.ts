import { type Principal, unitsFor } from '@red-points/shared/domain/permissions';
import type { RulesDeps } from './deps.ts';
import type { RuleVersionRecord } from './store.ts';

/** Whether somebody may read a version of a rule. */
export type MayRead = (version: Pick<RuleVersionRecord, 'unitId' | 'publishedAt'>) => boolean;

/**
 * What was published is public; what is drafted is for the offices whose scheme it would be: those of the rule's unit, of
 * the units above it and below it. One filter for lists, versions, differences and previews.
 */
export async function mayReadVersion(
  { orgUnits }: Pick<RulesDeps, 'orgUnits'>,
  principal: Principal,
): Promise<MayRead> {
  const own = unitsFor(principal, 'rules.read');
  if (own === null) return () => true;
  const units = await orgUnits.all();
  const pathOf = (unitId: string): readonly string[] => units.get(unitId)?.ancestorIds ?? [unitId];
  const above = new Set(own.flatMap(pathOf));
  return ({ unitId, publishedAt }) =>
    publishedAt !== null || above.has(unitId) || pathOf(unitId).some((id) => own.includes(id));
}
