import type { Contest, OwnContest, StatementLine } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { oneselfOf } from '../memberships/index.ts';
import { mayAnswer } from './answer.ts';
import type { ContestsDeps } from './deps.ts';
import { ANSWER_KIND, type ContestRecord, REASON_KIND } from './store.ts';

/** Doubts as those read them who have them. */
export async function ownViews(deps: ContestsDeps, records: readonly ContestRecord[]): Promise<OwnContest[]> {
  const [facts, units] = await Promise.all([
    factsOf(deps, records, 'resident'),
    deps.orgUnits.names([...new Set(records.map(({ homeUnit }) => homeUnit))]),
  ]);
  return records.map((record, at) => ({
    ...shared(record, facts, at),
    officeName: units.get(record.homeUnit) ?? record.homeUnit,
  }));
}

/** Doubts as staff read them: masked, with whether the reader may answer. */
export async function staffViews(
  deps: ContestsDeps,
  principal: Principal,
  records: readonly ContestRecord[],
): Promise<Contest[]> {
  if (records.length === 0) return [];
  const [oneself, facts, units, names, users] = await Promise.all([
    oneselfOf(deps, principal),
    factsOf(deps, records, 'staff'),
    deps.orgUnits.names([...new Set(records.map(({ homeUnit }) => homeUnit))]),
    deps.people.names(records.map(({ personId }) => personId)),
    deps.users.names(records.flatMap(({ filedBy, answeredBy }) => [filedBy, ...(answeredBy ? [answeredBy] : [])])),
  ]);
  return records.map((record, at) => {
    const maskedName = names.get(record.personId)?.masked ?? '—';
    return {
      ...shared(record, facts, at),
      personId: record.personId,
      maskedName,
      unitName: units.get(record.homeUnit) ?? record.homeUnit,
      // A resident's own sign-in has no name of its own.
      filedByName: users.get(record.filedBy) ?? maskedName,
      answeredByName: record.answeredBy === null ? null : (users.get(record.answeredBy) ?? '—'),
      mayAnswer: mayAnswer(principal, oneself, record),
    };
  });
}

interface Facts {
  readonly lines: ReadonlyMap<string, StatementLine>;
  readonly reasons: readonly (string | null)[];
  readonly answers: readonly (string | null)[];
}

async function factsOf(
  deps: ContestsDeps,
  records: readonly ContestRecord[],
  reader: 'staff' | 'resident',
): Promise<Facts> {
  const entries = await deps.ledger.entries([...new Set(records.map(({ entryId }) => entryId))]);
  const answered = records.flatMap(({ ownerId, answer }) => (answer === null ? [] : [{ ownerId, sealed: answer }]));
  const [lines, reasons, answers] = await Promise.all([
    deps.people.lines(entries, reader),
    deps.personalData.openMany<{ text: string }>(
      REASON_KIND,
      records.map(({ ownerId, reason }) => ({ ownerId, sealed: reason })),
    ),
    deps.personalData.openMany<{ text: string }>(ANSWER_KIND, answered),
  ]);
  const inOrder = [...answers];
  return {
    lines: new Map(lines.map((line) => [line.entryId, line])),
    reasons: reasons.map((fields) => fields?.text ?? null),
    answers: records.map(({ answer }) => (answer === null ? null : (inOrder.shift()?.text ?? null))),
  };
}

function shared(record: ContestRecord, { lines, reasons, answers }: Facts, at: number): Omit<OwnContest, 'officeName'> {
  const entry = lines.get(record.entryId);
  if (entry === undefined) throw new Error('a doubted entry is missing');
  return {
    contestId: record._id,
    state: record.state,
    entry,
    // Gone with the key of somebody who was erased.
    reason: reasons[at] ?? '—',
    filedAt: record.filedAt.toISOString(),
    outcome: record.outcome,
    answer: record.answer === null ? null : (answers[at] ?? '—'),
    answeredAt: record.answeredAt?.toISOString() ?? null,
    correctingEntryIds: record.correctingEntryIds,
  };
}
