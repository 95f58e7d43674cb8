import { wordOf } from './cells.ts';
import type { CellValue } from './types.ts';

/** What an import needs to know of an org unit: `ancestorIds` root first, the unit itself last. */
export interface NamedUnit {
  id: string;
  name: string;
  ancestorIds: readonly string[];
}

/** From a normalised name to a unit's id; null where several units bear the name. */
export type UnitLookup = ReadonlyMap<string, string | null>;

const CHINESE_DIGITS = '零一二三四五六七八九';

/**
 * Brings a unit's name to the form in which names are compared: `锦绣社区第四网格`, `锦绣第4网格` and `锦绣 4 网格` are one.
 */
export function normaliseUnitName(cell: CellValue | undefined): string {
  return wordOf(cell)
    .replace(/社区|村委会|居委会/g, '')
    .replace(/[零一二三四五六七八九十]+(?=号?网格)/g, (digits) => String(readChineseNumber(digits)))
    .replace(/第(?=\d)/g, '')
    .replace(/号(?=网格)/g, '')
    .replace(/(?<!\d)0+(?=\d)/g, '')
    .toLowerCase();
}

/** Numbers up to 99 as people number their grids: 四, 十, 十二, 二十三. */
function readChineseNumber(text: string): number {
  const [tens, ones] = text.includes('十') ? text.split('十') : ['零', text];
  return digitOf(tens === '' ? '一' : (tens ?? '')) * 10 + (ones === '' ? 0 : digitOf(ones ?? ''));
}

function digitOf(character: string): number {
  return Math.max(0, CHINESE_DIGITS.indexOf(character));
}

/**
 * Makes the lookup from names to units: a unit is known by its own name and by that name behind any of its ancestors'
 * names. A name that several units bear means the one at or below the importing unit when exactly one lies there,
 * and nothing otherwise.
 */
export function unitLookup(units: readonly NamedUnit[], importingUnitId: string): UnitLookup {
  const byId = new Map(units.map((unit) => [unit.id, unit]));
  const candidates = new Map<string, Set<string>>();
  for (const unit of units) {
    for (const name of namesOf(unit, byId)) {
      const known = candidates.get(name);
      if (known === undefined) {
        candidates.set(name, new Set([unit.id]));
      } else {
        known.add(unit.id);
      }
    }
  }
  const lookup = new Map<string, string | null>();
  for (const [name, ids] of candidates) {
    const local = [...ids].filter((id) => byId.get(id)?.ancestorIds.includes(importingUnitId));
    const chosen = ids.size === 1 ? [...ids] : local;
    lookup.set(name, chosen.length === 1 ? (chosen[0] ?? null) : null);
  }
  return lookup;
}

function namesOf(unit: NamedUnit, byId: ReadonlyMap<string, NamedUnit>): Set<string> {
  const ancestors = unit.ancestorIds.toReversed().flatMap((id) => (id === unit.id ? [] : (byId.get(id) ?? [])));
  const parent = ancestors[0]?.name ?? '';
  // Many units carry their parent's name in their own: 锦绣社区第4网格 below 锦绣社区.
  const ownName = parent !== '' && unit.name.startsWith(parent) ? unit.name.slice(parent.length) : unit.name;
  const names = new Set([normaliseUnitName(unit.name), normaliseUnitName(ownName)]);
  let path = ownName;
  for (const ancestor of ancestors) {
    names.add(normaliseUnitName(ancestor.name + ownName));
    path = ancestor.name + path;
    names.add(normaliseUnitName(path));
  }
  names.delete('');
  return names;
}

/** The id of the unit that a cell names, or null. */
export function parseUnit(cell: CellValue | undefined, lookup: UnitLookup): string | null {
  return lookup.get(normaliseUnitName(cell)) ?? null;
}
