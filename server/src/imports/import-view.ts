import type { Import, ImportRow as ImportRowView } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { expiryOf } from '@red-points/shared/domain/ledger';
import { maskName, maskPhone } from '@red-points/shared/domain/people';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { ImportsDeps } from './deps.ts';
import { type ImportDocument, type ImportLine, LINE_KIND, type LineTexts } from './store.ts';

/** Imports as the console shows them. `principal` null (the command line) may confirm nothing by itself. */
export async function viewImports(
  deps: ImportsDeps,
  documents: readonly ImportDocument[],
  principal: Principal | null,
): Promise<Import[]> {
  const userIds = documents.flatMap(({ uploadedBy, proposedBy, confirmedBy }) => [uploadedBy, proposedBy, confirmedBy]);
  const [users, units] = await Promise.all([
    deps.userNames([...new Set(userIds.filter((id) => id !== null))]),
    deps.orgUnits.all(),
  ]);
  return documents.map((document) => {
    const unit = units.get(document.unitId);
    const isOwn = document.uploadedBy === principal?.userId || document.proposedBy === principal?.userId;
    return {
      importId: document._id,
      state: document.state,
      failure: document.failure,
      fileName: document.fileName,
      sheetName: document.sheetName,
      unitId: document.unitId,
      unitName: unit?.name ?? document.unitId,
      proposedByName: users.get(document.proposedBy ?? document.uploadedBy) ?? '',
      confirmedByName: document.confirmedBy === null ? null : (users.get(document.confirmedBy) ?? ''),
      mayConfirm:
        document.state === 'proposed' &&
        principal !== null &&
        !isOwn &&
        permits(principal, 'imports.confirm', { unitPath: unit?.ancestorIds ?? [] }),
      uploadedAt: document.uploadedAt.toISOString(),
      confirmedAt: document.confirmedAt?.toISOString() ?? null,
      counts: document.counts,
      problems: document.problems,
      lastDay: lastDayOf(document.confirmedAt?.getTime() ?? deps.platform.clock.now()),
    };
  });
}

/** The last business day of points that are posted at an instant, by the policy of imports. */
function lastDayOf(confirmedAtMs: number): string | null {
  const expiresAtMs = expiryOf({ kind: 'end_of_next_year', from: 'recorded' }, confirmedAtMs, confirmedAtMs);
  return expiresAtMs === null ? null : addDays(businessDate(expiresAtMs), -1);
}

/** Opens the sealed parts of lines, in order; null where the key was destroyed. */
export function openLines(
  deps: ImportsDeps,
  lines: readonly Pick<ImportLine, 'sealed' | 'sealedFor'>[],
): Promise<(LineTexts | null)[]> {
  const records = lines.map(({ sealedFor, sealed }) => ({ ownerId: sealedFor, sealed }));
  return deps.platform.personalData.openMany<LineTexts>(LINE_KIND, records);
}

/** Lines as the console shows them: names and phones masked, also where a phone is the bad cell. */
export async function viewLines(deps: ImportsDeps, lines: readonly ImportLine[]): Promise<ImportRowView[]> {
  const [texts, units] = await Promise.all([openLines(deps, lines), deps.orgUnits.all()]);
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
      errors: line.errors.map(({ field, code, address }) => ({
        field,
        code,
        address,
        cell: field === 'row' ? '' : text[field],
      })),
      warnings: line.warnings,
    };
  });
}

/** `锦绣社区第4网格`, whether or not the grid carries its community in its own name. */
function withParent(name: string, parentName: string): string {
  return name.startsWith(parentName) ? name : `${parentName}${name}`;
}

const UNREADABLE: LineTexts = {
  name: '',
  phone: '',
  grid: '',
  date: '',
  category: '',
  item: '',
  hours: '',
  points: '',
};

/** A line's texts without what names a person. */
export function maskTexts(texts: LineTexts | null): LineTexts {
  if (texts === null) return UNREADABLE;
  return {
    ...texts,
    name: texts.name === '' ? '' : maskName(texts.name),
    phone: texts.phone === '' ? '' : maskPhone(texts.phone),
  };
}
