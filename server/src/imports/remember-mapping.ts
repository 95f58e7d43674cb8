import { type ImportMapping, importMappingSchema, type Refusal, refuse } from '@red-points/shared/contracts';
import {
  COLUMNS_OF,
  IMPORT_FIELD_TEXTS,
  type ImportColumn,
  type ImportKind,
  normaliseTitle,
  type RememberedTitles,
} from '@red-points/shared/domain/imports';
import type { ImportsDeps } from './deps.ts';

const idOf = (unitId: string, kind: ImportKind): string => `${unitId}:${kind}`;

/** What titles meant in this unit's sheets of this kind; empty where nobody has said. */
export async function rememberedTitles(deps: ImportsDeps, unitId: string, kind: ImportKind): Promise<RememberedTitles> {
  return (await deps.store.mappings.findOne({ _id: idOf(unitId, kind) }))?.titles ?? {};
}

/** Keeps what somebody said the columns are, by their titles: the next sheet may have them elsewhere. */
export async function rememberMapping(
  deps: ImportsDeps,
  { unitId, kind, userId }: { readonly unitId: string; readonly kind: ImportKind; readonly userId: string },
  { columns }: ImportMapping,
  titles: readonly string[],
): Promise<void> {
  const named = Object.entries(columns).flatMap(([column, index]) => {
    const title = normaliseTitle(titles[index] ?? '');
    return title === '' ? [] : [[column, title] as const];
  });
  const $set = { titles: Object.fromEntries(named), changedBy: userId, changedAt: new Date(deps.platform.clock.now()) };
  await deps.store.mappings.updateOne({ _id: idOf(unitId, kind) }, { $set }, { upsert: true });
}

/** Reads what a request says about the columns. Refused where a needed one is missing or one is said twice. */
export function readMapping(text: string, kind: ImportKind): ImportMapping | Refusal {
  const parsed = importMappingSchema.safeParse(jsonOrNull(text));
  if (!parsed.success) return refuse('import_mapping_invalid');
  const set = COLUMNS_OF[kind];
  const { columns } = parsed.data;
  const named = Object.keys(columns) as ImportColumn[];
  const isSound = named.every((column) => set.columns.includes(column));
  if (!isSound || new Set(Object.values(columns)).size !== named.length) return refuse('import_mapping_invalid');
  const missing = set.required.filter((column) => columns[column] === undefined);
  if (missing.length === 0) return parsed.data;
  return refuse('import_header_missing', { columns: columnNames(missing) });
}

/** The names of columns, for people. */
export function columnNames(columns: readonly ImportColumn[]): string {
  return columns.map((column) => titleOf(column)).join('、');
}

function titleOf(column: ImportColumn): string {
  return column === 'sequence' || column === 'remark' ? column : IMPORT_FIELD_TEXTS[column].zh;
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
