import type { Batch, BatchLine } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { maskName, maskPhone } from '@red-points/shared/domain/people';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { BatchesDeps } from './deps.ts';
import { type BatchItem, type BatchRecord, type BatchSlice, type ItemOutcome, SLICE_KIND } from './store.ts';

/** Batches as the console shows them. */
export async function viewBatches(
  deps: BatchesDeps,
  batches: readonly BatchRecord[],
  principal: Principal,
): Promise<Batch[]> {
  const userIds = batches.flatMap(({ filedBy, decidedBy }) => (decidedBy === null ? [filedBy] : [filedBy, decidedBy]));
  const [users, units, isOwn] = await Promise.all([
    deps.users.names([...new Set(userIds)]),
    deps.orgUnits.names(batches.map(({ unitId }) => unitId)),
    ownSignIns(deps.users, principal),
  ]);
  return Promise.all(
    batches.map(async (batch) => ({
      batchId: batch._id,
      state: batch.state,
      kind: batch.kind,
      unitId: batch.unitId,
      unitName: units.get(batch.unitId) ?? batch.unitId,
      title: batch.title,
      reason: batch.reason,
      ruleCode: batch.ruleCode,
      ruleTitle: await ruleTitle(deps, batch),
      provenance: batch.provenance,
      filedByName: users.get(batch.filedBy) ?? '—',
      filedAt: batch.filedAt.toISOString(),
      decidedByName: batch.decidedBy === null ? null : (users.get(batch.decidedBy) ?? '—'),
      decidedAt: batch.decidedAt?.toISOString() ?? null,
      declineReason: batch.declineReason,
      postedAt: batch.postedAt?.toISOString() ?? null,
      counts: batch.counts,
      problems: batch.problems,
      mayConfirm:
        batch.state === 'filed' &&
        batch.counts.accepted > 0 &&
        !isOwn(batch.filedBy) &&
        permits(principal, 'batches.confirm', { unitPath: batch.unitPath }),
      mayWithdraw: batch.state === 'filed' && batch.filedBy === principal.userId,
    })),
  );
}

async function ruleTitle(deps: BatchesDeps, { ruleCode, unitPath, filedAt }: BatchRecord): Promise<string | null> {
  if (ruleCode === null) return null;
  const date = filedAt.toISOString().slice(0, 10);
  const rule = await deps.rules.inForce(ruleCode, date, unitPath);
  return 'refused' in rule ? null : rule.terms.title;
}

/** Items of one slice as the console shows them, names and phones masked. */
export async function viewItems(
  deps: BatchesDeps,
  slice: BatchSlice,
  items: readonly BatchItem[],
): Promise<BatchLine[]> {
  const outcomes = new Map(slice.outcomes.map((outcome) => [outcome.item, outcome]));
  const [names, written] = await Promise.all([
    deps.people.names(items.flatMap(({ personId }) => personId ?? [])),
    writtenOf(deps, slice),
  ]);
  return items.map((item) => {
    const texts = written.get(item.item);
    const known = item.personId === undefined ? undefined : names.get(item.personId)?.masked;
    return {
      item: item.item,
      personId: item.personId ?? null,
      maskedName: known ?? (texts === undefined || texts.name === '' ? '' : maskName(texts.name)),
      maskedPhone: texts === undefined || texts.phone === '' ? '' : maskPhone(texts.phone),
      date: item.date,
      minutes: item.minutes,
      points: item.points,
      ...outcomeOf(item, outcomes.get(item.item)),
    };
  });
}

/** What became of an item, or what is wrong with it. */
function outcomeOf(
  item: BatchItem,
  outcome: ItemOutcome | undefined,
): Pick<BatchLine, 'outcome' | 'code' | 'detail' | 'granted' | 'entryId'> {
  const none = { granted: null, entryId: null };
  if (item.problem !== undefined) {
    return { outcome: 'problem', code: item.problem.code, detail: { ...item.problem.detail }, ...none };
  }
  if (outcome === undefined) return { outcome: 'waiting', code: null, detail: {}, ...none };
  if (outcome.seq === null) {
    return { outcome: 'refused', code: outcome.refusal?.code ?? null, detail: { ...outcome.refusal?.detail }, ...none };
  }
  const place = item.accountId === undefined ? null : entryId(item.accountId, outcome.seq);
  return { outcome: 'posted', code: null, detail: {}, granted: outcome.granted, entryId: place };
}

/** Whether an item's outcome is asked for. */
export function isShown(slice: BatchSlice, show: 'all' | BatchLine['outcome']): (item: BatchItem) => boolean {
  if (show === 'all') return () => true;
  const outcomes = new Map(slice.outcomes.map((outcome) => [outcome.item, outcome]));
  return (item) => outcomeOf(item, outcomes.get(item.item)).outcome === show;
}

/** What was written of people nobody knew, by item; empty once it was made unreadable. */
async function writtenOf(
  deps: BatchesDeps,
  { batchId, sealed }: BatchSlice,
): Promise<ReadonlyMap<number, { name: string; phone: string }>> {
  if (sealed === null) return new Map();
  const opened = await deps.platform.personalData.open<{ written: string }>(batchId, SLICE_KIND, sealed);
  if (opened === null) return new Map();
  const written = JSON.parse(opened.written) as [number, string, string][];
  return new Map(written.map(([item, name, phone]) => [item, { name, phone }]));
}
