/** Where an item is reviewed, and who is asked when that office cannot. */
export interface OfficePlace {
  /** The office: the community, or the unit itself where it lies in none. */
  readonly officeId: string;
  /** The office's own units, itself first: rights that lie there are the office's. */
  readonly officeIds: readonly string[];
  /** The next unit above (the street); null where there is none. */
  readonly aboveId: string | null;
}

/**
 * Tells office and street of an item.
 *
 * @param unitPath the item's units, root first; not empty
 * @param communityId the community among them; null above communities
 */
export function officePlaceOf(unitPath: readonly string[], communityId: string | null): OfficePlace {
  const found = communityId === null ? -1 : unitPath.indexOf(communityId);
  const at = found < 0 ? unitPath.length - 1 : found;
  const officeId = unitPath[at];
  if (officeId === undefined) throw new RangeError('an item lies in a unit');
  return { officeId, officeIds: unitPath.slice(at), aboveId: unitPath[at - 1] ?? null };
}

/**
 * Whether an office can decide an item by itself.
 *
 * @param independent sign-ins of the office that may decide it
 * @param firstApprovedBy who gave the first of two approvals; null while nobody has
 */
export function enoughReviewers(
  independent: readonly string[],
  needsSecond: boolean,
  firstApprovedBy: string | null,
): boolean {
  const others = new Set(independent.filter((userId) => userId !== firstApprovedBy));
  return others.size >= (needsSecond && firstApprovedBy === null ? 2 : 1);
}
