import type { CreditsDeps } from './deps.ts';

/**
 * What a unit and those below it issue, as a condition on credits. It names the issuers, one key of an index for each credit, and
 * not the path, which would be one for each unit above: credits move out of their indexes by thousands when an activity is posted.
 */
export async function issuedBelow(
  { orgUnits }: Pick<CreditsDeps, 'orgUnits'>,
  unitId: string,
): Promise<{ issuerUnit: { $in: string[] } }> {
  const units = await orgUnits.below(unitId);
  return { issuerUnit: { $in: units.map(({ id }) => id) } };
}
