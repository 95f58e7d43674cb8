import { isRefusal, type RuleTerms, ruleTermsSchema } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import {
  CATEGORY_SYNONYMS,
  categoryLookup,
  type ImportColumn,
  type RuleRow,
  ruleReader,
  type SheetHeader,
} from '@red-points/shared/domain/imports';
import { contradictions, differencesBetween } from '@red-points/shared/domain/rules';
import type { RuleVersionRecord } from '../rules/index.ts';
import type { ImportsDeps } from './deps.ts';
import type { KindWork, LineOutcome, NewLine, OpenedLine, RowsReader } from './kind-work.ts';
import { lineErrors, lineOf, standardForm, textsWith } from './new-line.ts';
import type { ImportDocument, ImportLine } from './store.ts';

/** Clauses of a scheme: each row a draft, which somebody else then publishes. */
export function rulesKind(deps: ImportsDeps): KindWork {
  return {
    reader: async (document, sheet) => {
      const categories = await deps.categories.all();
      const words = Object.fromEntries(
        categories.map(({ code, titleZh, titleEn }) => [
          code,
          [code, titleZh, titleEn, ...(CATEGORY_SYNONYMS[code] ?? [])],
        ]),
      );
      const today = businessDate(deps.platform.clock.now());
      const context = { today, categories: categoryLookup(words), epoch1904: sheet.epoch1904 };
      const readRow = ruleReader(sheet.header, context);
      const read: RowsReader = async (rows) => {
        const verdicts = rows.flatMap(({ row, cells, merged }) => {
          const verdict = readRow(cells, row, merged);
          return verdict.outcome === 'skipped' ? [] : [{ verdict, cells }];
        });
        const newest = await deps.rules.newest(verdicts.flatMap(({ verdict }) => verdict.value?.code ?? []));
        return verdicts.map(({ verdict, cells }): NewLine => {
          const { row, value, texts } = verdict;
          const before = value === null ? undefined : newest.get(value.code);
          const terms = value === null ? null : termsOf(value, before, sheet.header, today);
          const errors = [...lineErrors(verdict.errors)];
          if (errors.length === 0 && terms !== null) errors.push(...objections(terms, before, document.unitId));
          const isExisting = terms !== null && errors.length === 0 && before !== undefined && isSame(before, terms);
          const state = errors.length > 0 ? 'rejected' : isExisting ? 'existing' : 'accepted';
          const target = value === null ? null : { kind: 'rule' as const, code: value.code, version: null };
          const line = lineOf(document._id, { row, verdict: state, errors, target });
          return { line, texts: textsWith(texts, { value: terms, ...(state === 'rejected' ? { cells } : {}) }) };
        });
      };
      return read;
    },
    confirm: (_document, mark) => mark(),
    write: async (document, lines) => {
      const outcomes: LineOutcome[] = [];
      for (const line of lines) outcomes.push(await draftLine(deps, document, line));
      return outcomes;
    },
    finish: async () => undefined,
    undo: (_document, lines) =>
      Promise.all(
        lines.map(async ({ target }) => {
          if (target?.kind !== 'rule' || target.version === null) throw new Error('a line to undo names no draft');
          const refused = await deps.rules.setAside(target.code, target.version);
          return refused === null ? 'undone' : refused.refused;
        }),
      ),
  };
}

/** The terms that a row makes: what the sheet has no column for stays as the version before has it. */
function termsOf(
  row: RuleRow,
  before: RuleVersionRecord | undefined,
  { columns }: Pick<SheetHeader, 'columns'>,
  today: string,
): RuleTerms {
  const base: Partial<RuleTerms> = before?.terms ?? {};
  const has = (column: ImportColumn): boolean => before === undefined || columns[column] !== undefined;
  const caps = base.caps ?? { perDay: null, perWeek: null, perMonth: null, perYear: null };
  const terms = ruleTermsSchema.parse({
    ...base,
    title: row.title,
    category: row.category,
    unit: row.unit,
    points: row.points,
    ...(has('coefficient') ? { coefficient: row.coefficient } : {}),
    ...(has('pointsMax') ? { pointsMaxPerEvent: row.pointsMaxPerEvent } : {}),
    ...(has('minutesMin') ? { minutesMin: row.minutesMin } : {}),
    ...(has('publicityDays') ? { publicityDays: row.publicityDays } : {}),
    ...(has('evidence') ? { evidenceWanted: row.evidenceWanted } : {}),
    ...(has('validFrom') ? { validFrom: row.validFrom } : {}),
    ...(has('validUntil') ? { validUntil: row.validUntil } : {}),
    caps: {
      ...caps,
      ...(has('capDay') ? { perDay: row.capDay } : {}),
      ...(has('capMonth') ? { perMonth: row.capMonth } : {}),
      ...(has('capYear') ? { perYear: row.capYear } : {}),
    },
  });
  // A version that says something new holds from now on, not from when the one before it began.
  const isNew = before !== undefined && !has('validFrom') && !isSame(before, terms);
  return isNew ? { ...terms, validFrom: today } : terms;
}

function isSame(before: RuleVersionRecord, terms: RuleTerms): boolean {
  return differencesBetween(ruleTermsSchema.parse(before.terms), terms).length === 0;
}

function objections(terms: RuleTerms, before: RuleVersionRecord | undefined, unitId: string): ImportLine['errors'] {
  if (contradictions(terms).length > 0) return [{ field: 'row', code: 'terms_contradictory', address: '' }];
  if (before === undefined || isSame(before, terms)) return [];
  return [{ field: 'code', code: before.unitId === unitId ? 'code_known' : 'code_taken', address: '' }];
}

/** Drafts a clause once: a draft that says the same, made for this import, is the one of an earlier run. */
async function draftLine(
  deps: ImportsDeps,
  document: ImportDocument,
  { line, texts }: OpenedLine,
): Promise<LineOutcome> {
  if (line.target?.kind !== 'rule') throw new Error('a line to draft names no rule');
  const { code } = line.target;
  const terms = ruleTermsSchema.parse(standardForm<RuleTerms>(texts));
  const draftedBy = document.proposedBy ?? document.uploadedBy;
  const before = (await deps.rules.newest([code])).get(code);
  if (before !== undefined && isSame(before, terms)) {
    const isOurs = before.draftedBy === draftedBy && before.createdAt >= (document.confirmedAt ?? document.uploadedAt);
    const target = { kind: 'rule' as const, code, version: before.version };
    return isOurs ? { kind: 'written', change: { target }, ownerId: null } : { kind: 'existing', change: {} };
  }
  const drafted = await deps.rules.draftFor(draftedBy, { code, unitId: document.unitId, terms });
  if (!isRefusal(drafted)) {
    return { kind: 'written', change: { target: { kind: 'rule', code, version: drafted.version } }, ownerId: null };
  }
  if (drafted.refused === 'rule_category_unknown') return { kind: 'refused', code: 'category_unknown' };
  return { kind: 'refused', code: drafted.refused === 'rule_code_taken' ? 'code_taken' : 'taken_meanwhile' };
}
