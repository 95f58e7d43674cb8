import { isRefusal, type Refusal, type SettlementEvidence } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { findStatement } from '../find.ts';
import { statementViews } from '../views.ts';
import type { EvidenceDeps } from './deps.ts';
import { drawSample } from './draw-sample.ts';
import { gatherEvidence, type LineReceipt } from './gather-evidence.ts';

const LOOKED = 'settlements.evidence';
const LOOKS_SHOWN_MAX = 20;

export interface EvidencePack {
  readonly evidence: SettlementEvidence;
  readonly receipts: readonly LineReceipt[];
  readonly population: readonly string[];
}

/** A sample with everything behind it. The look is on record before anything is shown. */
export async function readEvidence(
  deps: EvidenceDeps,
  principal: Principal,
  settlementId: string,
  { size, asFile }: { readonly size: number | undefined; readonly asFile: boolean },
): Promise<EvidencePack | Refusal> {
  const statement = await findStatement(deps, principal, settlementId, 'settlements.audit');
  if (isRefusal(statement)) return statement;
  const drawn = await drawSample(deps, statement, size);
  if (isRefusal(drawn)) return drawn;
  const subject = { kind: 'settlement', id: statement._id };
  const earlier = await deps.audit.of(subject, LOOKED);
  await deps.audit.record({
    principal,
    action: LOOKED,
    subject,
    unitId: statement.payer.unitId,
    detail: { lines: drawn.sample.size, asFile },
  });
  const looks = earlier.slice(0, LOOKS_SHOWN_MAX);
  const [[settlement], { lines, receipts }, names] = await Promise.all([
    statementViews(deps, principal, [statement]),
    gatherEvidence(deps, principal, drawn.lineIds),
    deps.users.names([...new Set(looks.flatMap(({ actorId }) => actorId ?? []))]),
  ]);
  if (settlement === undefined) throw new Error('a statement has no view');
  return {
    evidence: {
      settlement,
      sample: drawn.sample,
      lines,
      looks: looks.map(({ at, actorId }) => ({
        byName: (actorId === null ? undefined : names.get(actorId)) ?? '—',
        at: at.toISOString(),
      })),
    },
    receipts,
    population: drawn.population,
  };
}
