import { businessDate } from '@red-points/shared/domain/calendar';
import {
  type ImportErrorCode,
  type NamedUnit,
  type ResidentRow,
  residentReader,
  type UnitLookup,
  unitLookup,
} from '@red-points/shared/domain/imports';
import type { Person } from '../people/index.ts';
import type { ImportsDeps } from './deps.ts';
import type { KindWork, LineOutcome, NewLine, OpenedLine, RowsReader } from './kind-work.ts';
import { type KnownPeople, knownPeople } from './known-people.ts';
import { lineErrors, lineOf, personMark, standardForm, textsWith } from './new-line.ts';
import type { ImportDocument, ImportLine } from './store.ts';

/** Lists of residents: each row somebody to be entered, unless they are known. */
export function residentsKind(deps: ImportsDeps): KindWork {
  return {
    reader: async (document, sheet) => {
      const units = [...(await deps.orgUnits.all()).values()];
      const readRow = residentReader(sheet.header, {
        today: businessDate(deps.platform.clock.now()),
        units: within(unitLookup(units, document.unitId), units, document.unitId),
        serveUnits: unitLookup(units, document.unitId),
        epoch1904: sheet.epoch1904,
      });
      const read: RowsReader = async (rows) => {
        const verdicts = rows.flatMap(({ row, cells, merged }) => {
          const verdict = readRow(cells, row, merged);
          return verdict.outcome === 'skipped' ? [] : [{ verdict, cells }];
        });
        const known = await knownPeople(
          deps,
          verdicts.flatMap(({ verdict }) => verdict.value ?? []),
        );
        return verdicts.map(({ verdict, cells }) => newLine(deps, document, verdict, cells, known));
      };
      return read;
    },
    confirm: (_document, mark) => mark(),
    write: (document, lines) => enterLines(deps, document, lines),
    finish: async () => undefined,
    undo: (_document, lines) => Promise.all(lines.map((line) => undoLine(deps, line))),
  };
}

/** Nobody is entered into another community than that which imports; a name that means one elsewhere means nothing here. */
function within(lookup: UnitLookup, units: readonly NamedUnit[], unitId: string): UnitLookup {
  const own = new Set(units.filter(({ ancestorIds }) => ancestorIds.includes(unitId)).map(({ id }) => id));
  return new Map([...lookup].filter(([, id]) => id !== null && own.has(id)));
}

type Verdict = Exclude<ReturnType<ReturnType<typeof residentReader>>, { outcome: 'skipped' }>;

function newLine(
  deps: ImportsDeps,
  { _id: importId }: ImportDocument,
  { row, texts, value, errors }: Verdict,
  cells: Parameters<typeof textsWith>[1]['cells'],
  known: KnownPeople,
): NewLine {
  if (value === null) {
    const line = lineOf(importId, { row, verdict: 'rejected', errors: lineErrors(errors) });
    return { line, texts: textsWith(texts, { cells }) };
  }
  const person = known.same(value);
  const repeats = errors.some(({ code }) => code === 'person_duplicate');
  const facts = {
    row,
    unitId: value.unitId,
    personMark: personMark(deps, importId, `${value.name}\n${value.phone ?? row}`),
  };
  if (person !== null && !repeats) {
    const line = lineOf(importId, { ...facts, verdict: 'existing', errors: [], personId: person.personId });
    return { line, texts: textsWith(texts, { value }) };
  }
  const doubts = [...lineErrors(errors), ...(errors.length > 0 ? [] : doubtsOf(value, known))];
  const target = { kind: 'person' as const, personId: deps.platform.ids.next(), accountId: deps.platform.ids.next() };
  const verdict = doubts.length > 0 ? ('rejected' as const) : ('accepted' as const);
  const line = lineOf(importId, { ...facts, verdict, errors: doubts, target });
  return { line, texts: textsWith(texts, { value, ...(verdict === 'rejected' ? { cells } : {}) }) };
}

/** What speaks against entering somebody who is not known for certain. */
function doubtsOf(value: ResidentRow, known: KnownPeople): ImportLine['errors'] {
  if (known.phoneOfAnother(value)) return [{ field: 'phone', code: 'phone_known', address: '' }];
  if (known.nameOfAnother(value)) return [{ field: 'name', code: 'name_known', address: '' }];
  return [];
}

/** Enters people under the ids that their lines were given, so that each is entered once however often this runs. */
async function enterLines(
  deps: ImportsDeps,
  document: ImportDocument,
  lines: readonly OpenedLine[],
): Promise<LineOutcome[]> {
  const wanted = lines.map(({ line, texts }) => {
    if (line.target?.kind !== 'person') throw new Error('a line to enter names no person');
    return { line, value: standardForm<ResidentRow>(texts), ...line.target };
  });
  const ids = wanted.map(({ personId }) => personId);
  const [before, known] = await Promise.all([
    deps.people.byIds(ids),
    knownPeople(
      deps,
      wanted.map(({ value }) => value),
    ),
  ]);
  const isFree = ({ line, value, personId }: (typeof wanted)[number]) =>
    !before.has(personId) && known.same(value) === null && (sharesPhone(line) || !known.phoneOfAnother(value));
  await deps.people.enterMany(
    wanted.filter(isFree).map(({ line, value, personId, accountId }) => ({
      ...value,
      personId,
      accountId,
      kind: 'person',
      sharedPhone: value.phone !== null && sharesPhone(line),
      enteredBy: document.proposedBy ?? document.uploadedBy,
      consentVersion: null,
      verified: false,
    })),
  );
  const entered = await deps.people.byIds(ids);
  return wanted.map(({ value, personId }): LineOutcome => {
    // Entered just now, by an earlier run, or by another process at this moment: it is the same person.
    if (entered.has(personId)) return { kind: 'written', change: { personId }, ownerId: personId };
    const same = known.same(value);
    if (same !== null) return { kind: 'existing', change: { personId: same.personId } };
    return { kind: 'refused', code: 'taken_meanwhile' };
  });
}

/** Two people with one phone: somebody has said that they share it. */
function sharesPhone(line: ImportLine): boolean {
  return keptAs(line, 'phone_shared', 'phone_known');
}

function keptAs({ kept }: ImportLine, ...codes: ImportErrorCode[]): boolean {
  return kept?.errors.some(({ code }) => codes.includes(code)) ?? false;
}

/** Closes the record of somebody whom the import entered, where nothing has come to it since. */
async function undoLine(deps: ImportsDeps, line: ImportLine): Promise<string> {
  if (line.target?.kind !== 'person') return 'internal_error';
  const person = await deps.people.byId(line.target.personId);
  if (person === null || person.status === 'closed') return 'undone';
  if (person.status === 'verified') return 'import_person_verified';
  if (await hasAnything(deps, person)) return 'import_person_in_use';
  await deps.people.close(person.personId);
  return 'undone';
}

/** Whether anything has come to somebody since: an entry, a credit on its way, an attendance, a sign-up, a household. */
async function hasAnything(deps: ImportsDeps, person: Person): Promise<boolean> {
  const found = await Promise.all([
    deps.ledger.view(person.accountId).then(({ seq }) => seq > 0),
    deps.people.pendingOf(person).then((pending) => pending.length > 0),
    deps.lists.hasAny(person.personId),
    deps.activities.hasSignUps(person.personId),
    deps.memberships.groupsOf(person.personId).then((groups) => groups.length > 0),
  ]);
  return found.some(Boolean);
}
