import { type EvidenceLine, isRefusal } from '@red-points/shared/contracts';
import { entryId, type LedgerEntry } from '@red-points/shared/domain/ledger';
import { receiptCode } from '@red-points/shared/domain/people';
import type { Principal } from '@red-points/shared/domain/permissions';
import { type RedemptionRecord, refundEntriesOf, STARTED_BY } from '../../redemptions/index.ts';
import type { SettlementDisputeRecord, SettlementLineRecord } from '../store.ts';
import { lineViews } from '../views.ts';
import type { EvidenceDeps } from './deps.ts';

/** Redemptions whose entries and receipts are read at the same time. */
const AT_ONCE = 5;

/** A receipt as it is put into the file. */
export interface LineReceipt {
  readonly lineNumber: number;
  readonly code: string;
  readonly receipt: object;
}

export interface GatheredEvidence {
  readonly lines: EvidenceLine[];
  readonly receipts: LineReceipt[];
}

/** Everything behind the drawn lines, masked, in the order of the draw. Bounded by the size of the sample. */
export async function gatherEvidence(
  deps: EvidenceDeps,
  principal: Principal,
  lineIds: readonly string[],
): Promise<GatheredEvidence> {
  const records = await inOrder(deps, lineIds);
  const redemptionIds = [...new Set(records.map(({ redemptionId }) => redemptionId))];
  const [views, redemptions, siblings, movements] = await Promise.all([
    lineViews(deps, principal, records),
    deps.redemptions.find({ _id: { $in: redemptionIds } }).toArray(),
    deps.store.lines.find({ redemptionId: { $in: redemptionIds } }).toArray(),
    deps.offers.movementsOfRedemptions(redemptionIds),
  ]);
  const disputes = await deps.store.disputes
    .find({ lineId: { $in: siblings.map(({ _id }) => _id) } })
    .sort({ filedAt: 1, _id: 1 })
    .toArray();
  const [numbers, entries] = await Promise.all([numbersOf(deps, siblings), entriesOf(deps, redemptions)]);
  const nameOf = await namesOf(deps, redemptions, disputes, entries);
  const byId = new Map(redemptions.map((redemption) => [redemption._id, redemption]));
  const receipts: LineReceipt[] = [];
  const lines = views.map((line, at): EvidenceLine => {
    const redemption = byId.get(line.redemptionId);
    if (redemption === undefined) throw new Error('a settled redemption vanished');
    const own = entries.get(redemption._id) ?? [];
    for (const { proof, receipt } of own) {
      if (receipt !== null) receipts.push({ lineNumber: at + 1, code: proof.code, receipt });
    }
    const others = siblings.filter(({ _id, redemptionId }) => redemptionId === redemption._id && _id !== line.lineId);
    const ofRedemption = new Set([line.lineId, ...others.map(({ _id }) => _id)]);
    return {
      number: at + 1,
      line,
      redemption: redemptionOf(redemption, own, nameOf),
      entries: own.map(({ entry, proof }) => ({
        entryId: entry._id,
        kind: entry.kind,
        points: entry.points,
        recordedAt: new Date(entry.recordedAtMs).toISOString(),
        hash: entry.hash,
        proof,
      })),
      refunds: refundsOf(redemption, nameOf),
      disputes: disputes.filter(({ lineId }) => ofRedemption.has(lineId)).map((dispute) => disputeOf(dispute, nameOf)),
      otherLines: others.map(({ _id, kind, at: when, points, fen, statementId }) => ({
        lineId: _id,
        kind,
        at: when.toISOString(),
        points,
        fen,
        settlementNumber: statementId === null ? null : (numbers.get(statementId) ?? null),
      })),
      movements: (movements.get(redemption._id) ?? []).map(({ kind, change, at: when }) => ({
        kind,
        change,
        at: when.toISOString(),
      })),
      stockCounted: redemption.terms.counted ?? false,
    };
  });
  return { lines, receipts };
}

async function inOrder({ store }: EvidenceDeps, lineIds: readonly string[]): Promise<SettlementLineRecord[]> {
  const found = await store.lines.find({ _id: { $in: [...lineIds] } }).toArray();
  const byId = new Map(found.map((line) => [line._id, line]));
  return lineIds.flatMap((id) => byId.get(id) ?? []);
}

async function numbersOf(
  { store }: EvidenceDeps,
  lines: readonly SettlementLineRecord[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(lines.flatMap(({ statementId }) => statementId ?? []))];
  const found = await store.statements.find({ _id: { $in: ids } }, { projection: { number: 1 } }).toArray();
  return new Map(found.map(({ _id, number }) => [_id, number]));
}

interface ProvenEntry {
  readonly entry: LedgerEntry;
  readonly proof: EvidenceLine['entries'][number]['proof'];
  readonly receipt: object | null;
}

async function entriesOf(deps: EvidenceDeps, redemptions: readonly RedemptionRecord[]) {
  const byRedemption = new Map<string, ProvenEntry[]>();
  for (let start = 0; start < redemptions.length; start += AT_ONCE) {
    await Promise.all(
      redemptions.slice(start, start + AT_ONCE).map(async (redemption) => {
        const { _id, accountId, captureSeq } = redemption;
        const [captures, refunds] = await Promise.all([
          captureSeq === null ? [] : deps.ledger.entries([entryId(accountId, captureSeq)]),
          refundEntriesOf(deps, redemption),
        ]);
        byRedemption.set(_id, await Promise.all([...captures, ...refunds].map((entry) => proven(deps, entry))));
      }),
    );
  }
  return byRedemption;
}

/** An entry with its receipt, checked. What does not hold is said, not left out: that is what an audit is for. */
async function proven({ digests }: EvidenceDeps, entry: LedgerEntry): Promise<ProvenEntry> {
  const code = receiptCode(entry.hash);
  const answer = await digests.receiptFor(entry);
  if (isRefusal(answer)) return { entry, proof: { state: 'broken', code, day: null }, receipt: null };
  if (answer.state === 'waiting') {
    return { entry, proof: { state: 'waiting', code, day: answer.day }, receipt: null };
  }
  const { receipt } = answer;
  return { entry, proof: { state: 'covered', code, day: receipt.digest.day }, receipt };
}

type DoneBy = EvidenceLine['redemption']['startedBy'];
type NameOf = (userId: string) => string;

/** Staff by name, residents by their part: the line says who they are, masked. */
function doneBy(part: DoneBy['part'], userId: string, nameOf: NameOf): DoneBy {
  return { part, byName: part === 'cashier' || part === 'officer' ? nameOf(userId) : null };
}

function redemptionOf(
  redemption: RedemptionRecord,
  [capture]: readonly ProvenEntry[],
  nameOf: NameOf,
): EvidenceLine['redemption'] {
  const { terms, quantity, cap, via, capturedAt } = redemption;
  const actors = (capture?.entry.actors ?? []).filter(({ part }) => part !== 'spender');
  return {
    shortCode: redemption.shortCode,
    via,
    state: redemption.state,
    assurance: cap?.assurance ?? null,
    points: redemption.points,
    refundedPoints: redemption.refundedPoints,
    remainderFen: terms.remainderFen * quantity,
    settlementFen: terms.settlementFen,
    startedAt: redemption.createdAt.toISOString(),
    startedBy: doneBy(STARTED_BY[via], redemption.requestedBy, nameOf),
    capturedAt: capturedAt?.toISOString() ?? null,
    confirmedBy: actors.map(({ part, id }) => doneBy(partOf(part), id, nameOf)),
  };
}

const PARTS = ['resident', 'cashier', 'officer', 'job'] as const;
const partOf = (part: string): DoneBy['part'] => PARTS.find((known) => known === part) ?? 'other';

function refundsOf({ refunds }: RedemptionRecord, nameOf: NameOf): EvidenceLine['refunds'] {
  return refunds.map(({ points, state, reason, userId, at, decision }, index) => ({
    number: index + 1,
    points,
    state,
    reason,
    byName: nameOf(userId),
    at: at.toISOString(),
    decidedByName: decision === undefined ? null : nameOf(decision.userId),
    decidedAt: decision?.at.toISOString() ?? null,
  }));
}

function disputeOf(dispute: SettlementDisputeRecord, nameOf: NameOf): EvidenceLine['disputes'][number] {
  const { state, side, reason, filedBy, filedAt, answer, correctionFen, decidedBy, decidedAt } = dispute;
  return {
    state,
    side,
    reason,
    filedByName: nameOf(filedBy),
    filedAt: filedAt.toISOString(),
    answer,
    correctionFen,
    decidedByName: decidedBy === null ? null : nameOf(decidedBy),
    decidedAt: decidedAt?.toISOString() ?? null,
  };
}

/** Names of the staff who had a hand in it. */
async function namesOf(
  { users }: EvidenceDeps,
  redemptions: readonly RedemptionRecord[],
  disputes: readonly SettlementDisputeRecord[],
  entries: ReadonlyMap<string, readonly ProvenEntry[]>,
): Promise<NameOf> {
  const staff = [...entries.values()].flatMap((own) =>
    own.flatMap(({ entry }) =>
      entry.actors.filter(({ part }) => part === 'cashier' || part === 'officer').map(({ id }) => id),
    ),
  );
  const names = await users.names([
    ...new Set([
      ...staff,
      ...redemptions.filter(({ via }) => STARTED_BY[via] !== 'resident').map(({ requestedBy }) => requestedBy),
      ...redemptions.flatMap(({ refunds }) =>
        refunds.flatMap(({ userId, decision }) => [userId, ...(decision === undefined ? [] : [decision.userId])]),
      ),
      ...disputes.flatMap(({ filedBy, decidedBy }) => [filedBy, ...(decidedBy === null ? [] : [decidedBy])]),
    ]),
  ]);
  return (userId) => names.get(userId) ?? '—';
}
