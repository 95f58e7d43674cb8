import { type AcceptedRow, rowIdentity } from '@red-points/shared/domain/imports';
import { Binary } from 'mongodb';
import type { ImportsDeps } from './deps.ts';
import type { RuleMatcher } from './match-rule.ts';
import type { ImportRow, LineWarning } from './store.ts';

/** A row that can be read, and the how-manieth of its like in the sheet it is. */
export interface LedgerEntryRow {
  readonly row: AcceptedRow;
  readonly occurrence: number;
}

/** An accepted row, held against what the system knows already. */
export interface ComparedRow {
  row: AcceptedRow;
  identity: Binary;
  /** The import row that the same entry became before; null where it is new. */
  existing: ImportRow | null;
  /** Whoever is known by the phone; null where the person will have to be entered. */
  personId: string | null;
  rule: ImportRow['rule'];
  warnings: LineWarning[];
}

/**
 * Holds accepted rows against earlier imports of the unit, against the people known and against the rules. A few queries
 * for all rows together.
 */
export async function compareRows(
  deps: ImportsDeps,
  unitId: string,
  entries: readonly LedgerEntryRow[],
  matchRule: RuleMatcher,
): Promise<ComparedRow[]> {
  const rows = entries.map(({ row }) => row);
  const identities = entries.map((entry) => identityOf(deps, unitId, entry));
  const [existing, people, taken] = await Promise.all([
    deps.store.rows.find({ unitId, identity: { $in: identities }, state: { $ne: 'refused' } }).toArray(),
    deps.people.find(rows.map(({ name, phone, unitId: homeUnitId }) => ({ name, phone, unitId: homeUnitId }))),
    deps.people.phonesTaken([...new Set(rows.map(({ phone }) => phone))]),
  ]);
  const names = await deps.people.names(people.flatMap((person) => (person === null ? [] : [person.personId])));
  const existingByIdentity = new Map(existing.map((row) => [row.identity.toString('hex'), row]));
  return entries.map(({ row, occurrence }, index) => {
    const identity = identities[index] ?? identityOf(deps, unitId, { row, occurrence });
    const before = existingByIdentity.get(identity.toString('hex')) ?? null;
    const personId = people[index]?.personId ?? null;
    const matched = matchRule(row);
    const warnings: LineWarning[] = row.warnings.map(({ field, code, cell }) => ({
      field,
      code,
      address: cell,
      detail: {},
    }));
    if (before !== null) warnings.push(...differences(row, before));
    if (personId !== null && names.get(personId)?.full !== row.name) {
      warnings.push({ field: 'name', code: 'known_name_differs', address: '', detail: {} });
    }
    if (before === null && personId === null && taken.has(row.phone)) {
      warnings.push({ field: 'phone', code: 'phone_of_several', address: '', detail: {} });
    }
    if (before === null && matched !== null && matched.expectedPoints !== row.points) {
      const detail = { rule: matched.rule.code, expected: matched.expectedPoints };
      warnings.push({ field: 'points', code: 'points_differ_from_rule', address: '', detail });
    }
    return { row, identity, existing: before, personId, rule: matched?.rule ?? null, warnings };
  });
}

/** A keyed hash: what it was made of can be guessed only by who holds the installation's secret. */
function identityOf(deps: ImportsDeps, unitId: string, { row, occurrence }: LedgerEntryRow): Binary {
  return new Binary(deps.platform.keys.mac('import-row', `${unitId}\n${rowIdentity(row, occurrence)}`));
}

function differences(row: AcceptedRow, before: ImportRow): LineWarning[] {
  if (row.points === before.points && row.minutes === before.minutes) return [];
  const detail = { points: before.points, hours: Math.round((before.minutes / 60) * 100) / 100 };
  return [{ field: row.points === before.points ? 'hours' : 'points', code: 'existing_differs', address: '', detail }];
}
