/** The kinds of unit from the root down. A unit's kind is always below that of its parent. */
export const UNIT_LEVELS = ['city', 'district', 'street', 'community', 'grid'] as const;
export type UnitKind = (typeof UNIT_LEVELS)[number];

/** What the tree needs to know of a unit. */
export interface UnitNode {
  readonly id: string;
  readonly kind: UnitKind;
  readonly parentId: string | null;
  /** Root first, itself last. */
  readonly ancestorIds: readonly string[];
}

/** Whether a unit of this kind may hang below that parent: the root has none, others hang below a higher kind. */
export function mayHangBelow(kind: UnitKind, parent: UnitNode | null): boolean {
  if (parent === null) return kind === 'city' || kind === 'district';
  return UNIT_LEVELS.indexOf(kind) > UNIT_LEVELS.indexOf(parent.kind);
}

/** The path of a new unit below its parent. */
export function pathBelow(id: string, parent: UnitNode | null): string[] {
  return [...(parent?.ancestorIds ?? []), id];
}

/** Whether `unitId` is `aboveId` or lies below it, by the unit's path. */
export function isWithin(unitPath: readonly string[], aboveId: string): boolean {
  return unitPath.includes(aboveId);
}

/** Parents before children, brothers and sisters by id; units whose parent is not among them count as roots. */
export function inTreeOrder<T extends UnitNode>(units: readonly T[]): T[] {
  return [...units].sort((a, b) => {
    const [left, right] = [a.ancestorIds.join('/'), b.ancestorIds.join('/')];
    return left < right ? -1 : left > right ? 1 : 0;
  });
}

/** How deep below the root "near" reaches: the district. */
const DISTRICT_DEPTH = 2;

/** The district on a path (root first), or its end where it is shorter. */
export function districtOf(unitPath: readonly string[]): string {
  return unitPath[Math.min(DISTRICT_DEPTH, unitPath.length) - 1] ?? '';
}
