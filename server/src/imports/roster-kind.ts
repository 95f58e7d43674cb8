import { isRefusal, type ProblemCode, refuse } from '@red-points/shared/contracts';
import { heldUntil, stayMinutes } from '@red-points/shared/domain/activities';
import { businessDate } from '@red-points/shared/domain/calendar';
import { type AttendanceRow, attendanceReader, type ImportErrorCode } from '@red-points/shared/domain/imports';
import type { ListedStay } from '../check-ins/index.ts';
import type { ImportsDeps } from './deps.ts';
import type { KindWork, LineOutcome, NewLine, RowsReader } from './kind-work.ts';
import { lineErrors, lineOf, personMark, textsWith } from './new-line.ts';
import type { ImportDocument, ImportLine } from './store.ts';

/** Attendance lists of one activity: each row somebody who was there, whose attendance then waits for review. */
export function rosterKind(deps: ImportsDeps): KindWork {
  return {
    reader: async (document, sheet) => {
      const activity = await deps.activities.facts(document.activityId ?? '');
      if (activity === null) return refuse('activity_not_found');
      const { startsAtMs } = activity.plan;
      // Where no time is written they were there until it really ended.
      const endsAtMs = heldUntil(activity.plan, activity.endedAtMs);
      const readRow = attendanceReader(sheet.header, { startsAtMs, endsAtMs, date: businessDate(startsAtMs) });
      const seen = new Set<string>();
      const read: RowsReader = async (rows) => {
        const verdicts = rows.flatMap(({ row, cells, merged }) => {
          const verdict = readRow(cells, row, merged);
          return verdict.outcome === 'skipped' ? [] : [{ verdict, cells }];
        });
        const people = await whoIsMeant(
          deps,
          document.unitId,
          verdicts.map(({ verdict }) => verdict.value),
        );
        const stays = verdicts.flatMap(({ verdict }, index) => stayOf(verdict.value, people[index]) ?? []);
        const findings = await deps.lists.compare(activity, stays);
        const findingOf = new Map(stays.map(({ personId }, index) => [personId, findings[index]]));
        return verdicts.map(({ verdict, cells }, index) => {
          const person = people[index] ?? null;
          const finding = person === null || typeof person === 'string' ? null : findingOf.get(person.personId);
          const isRepeated = person !== null && typeof person !== 'string' && seen.has(person.personId);
          if (person !== null && typeof person !== 'string') seen.add(person.personId);
          const errors = [
            ...lineErrors(verdict.errors),
            ...errorsOf(typeof person === 'string' ? person : null, finding, isRepeated && verdict.errors.length === 0),
          ];
          const stay = stayOf(verdict.value, person);
          const minutes = stay === null ? 0 : stayMinutes(activity.plan, stay.inAtMs, stay.outAtMs);
          const facts = { ...verdict, errors, stay, minutes, attended: finding === 'attended' };
          return newLine(deps, document, facts, cells);
        });
      };
      return read;
    },
    confirm: (_document, mark) => mark(),
    write: async (document, lines) => {
      const outcomes: LineOutcome[] = [];
      for (const { line } of lines) outcomes.push(await enterLine(deps, document, line));
      return outcomes;
    },
    finish: async () => undefined,
    undo: async (_document, lines, undo) => {
      const outcomes: string[] = [];
      for (const { target, personId } of lines) {
        if (target?.kind !== 'attendance' || personId === null) throw new Error('a line to undo names no attendance');
        const by = { userId: undo.by, reason: undo.reason, at: undo.at };
        const refused = await deps.lists.withdraw(target.attendanceId, by);
        outcomes.push(refused === null ? 'undone' : refused.refused);
      }
      return outcomes;
    },
  };
}

type Meant = { readonly personId: string } | 'person_unknown' | 'person_ambiguous' | null;

/** Whom each row means: by phone and name, or by a name that the community knows once. */
async function whoIsMeant(
  deps: ImportsDeps,
  unitId: string,
  rows: readonly (AttendanceRow | null)[],
): Promise<Meant[]> {
  const wanted = rows.map((row) => (row === null ? null : { name: row.name, phone: row.phone, unitId }));
  const named = wanted.flatMap((one) => one ?? []);
  const found = await deps.people.find(named);
  const ids = found.flatMap((person) => person?.personId ?? []);
  const names = await deps.people.names(ids);
  const unfound = named.filter((_one, index) => found[index] === null).map(({ name }) => name);
  const known = await deps.people.namesBorne(unitId, unfound);
  let next = 0;
  return wanted.map((one) => {
    if (one === null) return null;
    const person = found[next] ?? null;
    next += 1;
    // A phone alone is not enough to give somebody hours: the name beside it has to be theirs.
    if (person !== null) return names.get(person.personId)?.full === one.name ? person : 'person_unknown';
    return one.phone === null && known.has(one.name) ? 'person_ambiguous' : 'person_unknown';
  });
}

function stayOf(row: AttendanceRow | null, person: Meant | undefined): ListedStay | null {
  if (row === null || person == null || typeof person === 'string') return null;
  return { personId: person.personId, inAtMs: row.inAtMs, outAtMs: row.outAtMs };
}

function errorsOf(
  unknown: 'person_unknown' | 'person_ambiguous' | null,
  finding: string | null | undefined,
  isRepeated: boolean,
): ImportLine['errors'] {
  if (unknown !== null) return [{ field: 'name', code: unknown, address: '' }];
  if (isRepeated) return [{ field: 'row', code: 'person_duplicate', address: '' }];
  const codes: Readonly<Record<string, ImportErrorCode>> = {
    overlaps: 'attendance_overlaps',
    after_end: 'attendance_after_end',
    no_consent: 'guardian_consent_missing',
    not_signed_up: 'not_signed_up',
    too_short: 'stay_too_short',
  };
  const code = codes[finding ?? ''];
  return code === undefined ? [] : [{ field: 'row', code, address: '' }];
}

interface Read {
  readonly row: number;
  readonly texts: Readonly<Record<string, string>>;
  readonly errors: ImportLine['errors'];
  readonly stay: ListedStay | null;
  readonly minutes: number;
  /** They have an attendance of this activity already. */
  readonly attended: boolean;
}

function newLine(
  deps: ImportsDeps,
  { _id: importId }: ImportDocument,
  { row, texts, errors, stay, minutes, attended }: Read,
  cells: Parameters<typeof textsWith>[1]['cells'],
): NewLine {
  if (stay === null) {
    return { line: lineOf(importId, { row, verdict: 'rejected', errors }), texts: textsWith(texts, { cells }) };
  }
  const { personId, inAtMs, outAtMs } = stay;
  const isExisting = attended && errors.length === 0;
  const verdict =
    errors.length > 0 ? ('rejected' as const) : isExisting ? ('existing' as const) : ('accepted' as const);
  const target = { kind: 'attendance' as const, attendanceId: deps.platform.ids.next(), inAtMs, outAtMs };
  const line = lineOf(importId, {
    row,
    verdict,
    errors,
    personId,
    personMark: personMark(deps, importId, personId),
    minutes,
    target,
  });
  return { line, texts: textsWith(texts, verdict === 'rejected' ? { cells } : {}) };
}

/** What is said of a line that cannot be taken in any more; otherwise the activity does not take lists. */
const REFUSED: Partial<Record<ProblemCode, ImportErrorCode>> = {
  person_closed: 'person_closed',
  guardian_consent_missing: 'guardian_consent_missing',
  checkin_overlaps: 'attendance_overlaps',
  attendance_not_over: 'attendance_not_over',
  attendance_after_end: 'attendance_after_end',
};

async function enterLine(deps: ImportsDeps, document: ImportDocument, line: ImportLine): Promise<LineOutcome> {
  const { target, personId } = line;
  if (target?.kind !== 'attendance' || personId === null) throw new Error('a line to enter names no attendance');
  const { attendanceId, inAtMs, outAtMs } = target;
  const filedBy = document.proposedBy ?? document.uploadedBy;
  const stay = { attendanceId, personId, inAtMs, outAtMs, filedBy };
  const entered = await deps.lists.enter(document.activityId ?? '', stay);
  if (!isRefusal(entered)) return { kind: 'written', change: {}, ownerId: personId };
  if (entered.refused === 'already_attended') return { kind: 'existing', change: {} };
  return { kind: 'refused', code: REFUSED[entered.refused] ?? 'activity_closed' };
}
