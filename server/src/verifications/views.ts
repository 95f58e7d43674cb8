import type { BadRow, Verification } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import type { VerificationDeps } from './deps.ts';
import type { VerificationRecord, VerificationRow } from './store.ts';

/** Verifications as the page shows them. */
export async function viewVerifications(
  deps: Pick<VerificationDeps, 'users' | 'clock'>,
  records: readonly VerificationRecord[],
): Promise<Verification[]> {
  const userIds = records.flatMap(({ requestedBy }) => (requestedBy === null ? [] : [requestedBy]));
  const names = await deps.users.names([...new Set(userIds)]);
  return records.map((record) => ({
    verificationId: record._id,
    state: record.state,
    requestedByName: record.requestedBy === null ? null : (names.get(record.requestedBy) ?? '—'),
    requestedAt: record.requestedAt.toISOString(),
    startedAt: record.startedAt?.toISOString() ?? null,
    finishedAt: record.finishedAt?.toISOString() ?? null,
    progress: { ...record.progress, secondsLeft: secondsLeft(record, deps.clock.now()) },
    result: record.result,
  }));
}

function secondsLeft({ state, startedAt, progress }: VerificationRecord, nowMs: number): number | null {
  const { step, done, total } = progress;
  if (state !== 'running' || startedAt === null || step !== 'replay' || done === 0) return null;
  const perMs = done / Math.max(1, nowMs - startedAt.getTime());
  return Math.ceil(Math.max(0, total - done) / perMs / 1_000);
}

/** Bad rows with the owners' masked names; whose names the caller may not read has none. */
export async function viewRows(
  deps: Pick<VerificationDeps, 'people'>,
  principal: Principal,
  rows: readonly VerificationRow[],
): Promise<BadRow[]> {
  const owners = await deps.people.byAccounts([...new Set(rows.flatMap(({ account }) => account || []))]);
  const readable = [...owners].filter(([, { unitPath }]) => permits(principal, 'people.read', { unitPath }));
  const names = await deps.people.names(readable.map(([, { personId }]) => personId));
  const byAccount = new Map(readable.map(([account, { personId }]) => [account, names.get(personId)?.masked ?? null]));
  return rows.map(({ position, account, seq, code, about }) => ({
    position,
    account,
    seq,
    code,
    about: about ?? null,
    entryId: account === '' || seq === 0 ? null : entryId(account, seq),
    maskedName: byAccount.get(account) ?? null,
  }));
}
