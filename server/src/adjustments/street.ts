import { type AdjustmentState, givenWith } from '@red-points/shared/domain/adjustments';
import { needsSecondApproval } from '@red-points/shared/domain/reviews';
import type { AdjustmentsDeps } from './deps.ts';
import type { AdjustmentRecord } from './store.ts';

/** What gave something, or still may: also what has been confirmed between this look and the next write. */
const COUNTED: readonly AdjustmentState[] = ['proposed', 'confirmed', 'posted'];

/**
 * Whether the street has to confirm a correction: it gives as many points as two people approve in a review, alone or with
 * those of the same entry before it, where its owner lives or where the points are issued.
 */
export async function needsStreet(
  deps: Pick<AdjustmentsDeps, 'adjustments' | 'orgUnits' | 'reviewSettings'>,
  {
    entryId,
    points,
    issuerUnit,
    unitPath,
  }: Pick<AdjustmentRecord, 'entryId' | 'points' | 'issuerUnit'> & { readonly unitPath: readonly string[] },
): Promise<boolean> {
  if (points <= 0) return false;
  const of = { entryId, state: { $in: [...COUNTED] } };
  const [before, issuerPath] = await Promise.all([
    deps.adjustments.find(of, { projection: { points: 1 } }).toArray(),
    deps.orgUnits.pathOf(issuerUnit),
  ]);
  const given = givenWith(
    points,
    before.map((earlier) => earlier.points),
  );
  const paths = [unitPath, issuerPath ?? [issuerUnit]];
  const settings = await deps.reviewSettings(paths);
  return paths.some((path) => needsSecondApproval(given, settings(path)));
}
