import type { Import, ImportRow as ImportRowView } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { COLUMNS_OF, columnLetters, type ImportKind } from '@red-points/shared/domain/imports';
import { expiryOf } from '@red-points/shared/domain/ledger';
import { maskAddress, maskName, maskPhone } from '@red-points/shared/domain/people';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { ImportsDeps } from './deps.ts';
import { NOTHING_COUNTED } from './import-counts.ts';
import { isDoubtful } from './keep-rows.ts';
import { openLines } from './open-lines.ts';
import { type ImportDocument, type ImportLine, kindOf, type LineTexts } from './store.ts';
import { hasFiled, takesPart } from './undo-import.ts';

/** Imports as the console shows them. `principal` null (the command line) may confirm nothing by itself. */
export async function viewImports(
  deps: ImportsDeps,
  documents: readonly ImportDocument[],
  principal: Principal | null,
): Promise<Import[]> {
  const userIds = documents.flatMap(({ uploadedBy, proposedBy, confirmedBy, undo }) => [
    uploadedBy,
    proposedBy,
    confirmedBy,
    undo?.by ?? null,
  ]);
  const activityIds = documents.flatMap(({ activityId }) => activityId ?? []);
  const [users, units, activities, isTheirs] = await Promise.all([
    deps.users.names([...new Set(userIds.filter((id) => id !== null))]),
    deps.orgUnits.all(),
    activityIds.length === 0 ? null : deps.activities.titles(activityIds),
    principal === null ? () => false : ownSignIns(deps.users, principal),
  ]);
  return documents.map((document) => {
    const unit = units.get(document.unitId);
    const isOwn = hasFiled(document, isTheirs);
    const unitPath = unit?.ancestorIds ?? [];
    const kind = kindOf(document);
    const { activityId = null } = document;
    return {
      importId: document._id,
      kind,
      state: document.state,
      failure: document.failure,
      fileName: document.fileName,
      sheetName: document.sheetName,
      unitId: document.unitId,
      unitName: unit?.name ?? document.unitId,
      activity: activityId === null ? null : { activityId, title: activities?.get(activityId)?.title ?? '' },
      proposedByName: users.get(document.proposedBy ?? document.uploadedBy) ?? '',
      confirmedByName: document.confirmedBy === null ? null : (users.get(document.confirmedBy) ?? ''),
      mayConfirm:
        document.state === 'proposed' &&
        principal !== null &&
        !isOwn &&
        permits(principal, 'imports.confirm', { unitPath }),
      mayUndo:
        document.state === 'posted' &&
        document.counts.posted > 0 &&
        principal !== null &&
        !takesPart(document, isTheirs) &&
        permits(principal, 'imports.confirm', { unitPath }),
      uploadedAt: document.uploadedAt.toISOString(),
      confirmedAt: document.confirmedAt?.toISOString() ?? null,
      undo:
        document.undo == null
          ? null
          : {
              byName: users.get(document.undo.by) ?? '',
              at: document.undo.at.toISOString(),
              reason: document.undo.reason,
            },
      mapping: mappingOf(document),
      counts: { ...NOTHING_COUNTED, ...document.counts },
      problems: document.problems,
      lastDay: kind === 'ledger' ? lastDayOf(document.confirmedAt?.getTime() ?? deps.platform.clock.now()) : null,
    };
  });
}

/** Which title on the sheet was read as what, in the order of the sheet. */
function mappingOf({ header, titles = [] }: ImportDocument): Import['mapping'] {
  return Object.entries(header?.columns ?? {})
    .toSorted(([, one], [, other]) => one - other)
    .map(([column, index]) => ({ column, title: titles[index] ?? '', letters: columnLetters(index) }));
}

/** The last business day of points that are posted at an instant, by the policy of imports. */
function lastDayOf(confirmedAtMs: number): string | null {
  const expiresAtMs = expiryOf({ kind: 'end_of_next_year', from: 'recorded' }, confirmedAtMs, confirmedAtMs);
  return expiresAtMs === null ? null : addDays(businessDate(expiresAtMs), -1);
}

/** Lines as the console shows them: names and phones masked, also where a phone is the bad cell. */
export async function viewLines(
  deps: ImportsDeps,
  kind: ImportKind,
  lines: readonly ImportLine[],
): Promise<ImportRowView[]> {
  const keepers = [...new Set(lines.flatMap(({ kept }) => kept?.by ?? []))];
  const [texts, units, users] = await Promise.all([
    openLines(deps, lines),
    deps.orgUnits.all(),
    keepers.length === 0 ? null : deps.users.names(keepers),
  ]);
  return lines.map((line, index) => {
    const text = maskTexts(texts[index] ?? null);
    const unit = line.unitId === null ? undefined : units.get(line.unitId);
    const community = unit?.parentId == null ? undefined : units.get(unit.parentId);
    return {
      row: line.row,
      verdict: line.verdict,
      posted: line.posted,
      maskedName: text.name,
      maskedPhone: text.phone,
      unitName: unit === undefined ? text.grid : withParent(unit.name, community?.name ?? ''),
      date: text.date,
      category: line.category ?? text.category,
      item: text.item,
      hours: text.hours,
      points: text.points,
      texts: Object.fromEntries(COLUMNS_OF[kind].columns.map((column) => [column, textOfColumn(text, column)])),
      errors: line.errors.map(({ field, code, address }) => ({
        field,
        code,
        address,
        cell: field === 'row' ? '' : textOfColumn(text, field),
      })),
      warnings: line.warnings,
      mayKeep: isDoubtful(line),
      kept:
        line.kept == null
          ? null
          : { byName: users?.get(line.kept.by) ?? '', at: line.kept.at.toISOString(), reason: reasonOf(texts[index]) },
      undo: line.undo ?? null,
    };
  });
}

/** `锦绣社区第4网格`, whether or not the grid carries its community in its own name. */
function withParent(name: string, parentName: string): string {
  return name.startsWith(parentName) ? name : `${parentName}${name}`;
}

/** The columns that every view of a line has, whatever its kind. */
type ShownTexts = Readonly<
  Record<'name' | 'phone' | 'grid' | 'date' | 'category' | 'item' | 'hours' | 'points', string> & Record<string, string>
>;

const BLANK: ShownTexts = {
  name: '',
  phone: '',
  grid: '',
  date: '',
  category: '',
  item: '',
  hours: '',
  points: '',
};

function textOfColumn(texts: Readonly<Record<string, string>>, column: string): string {
  return texts[column] ?? '';
}

function reasonOf(texts: LineTexts | null | undefined): string {
  return texts?.$reason ?? '';
}

/** A line's texts without what names a person or where somebody lives; all blank where they can no longer be read. */
export function maskTexts(texts: LineTexts | null): ShownTexts {
  if (texts === null) return BLANK;
  const { name = '', phone = '', address, birthDate } = texts;
  return {
    ...BLANK,
    ...texts,
    name: name === '' ? '' : maskName(name),
    phone: phone === '' ? '' : maskPhone(phone),
    ...(address === undefined ? {} : { address: maskAddress(address) ?? '' }),
    ...(birthDate === undefined || birthDate === '' ? {} : { birthDate: '****' }),
  };
}
