import { type Claim, claims, mediation, reports, reviews } from '@red-points/shared/contracts';
import { useChange } from '../../api/index.ts';

const CHANGES = [
  claims.list,
  claims.listOwn,
  claims.listReturned,
  mediation.get,
  mediation.visits,
  reviews.list,
  reports.tasks,
];

/** Takes a claim back, or the whole case of mediation that it is a part of. */
export function useWithdrawClaim({ claimId, caseId }: Pick<Claim, 'claimId' | 'caseId'>, onDone: () => void) {
  const one = useChange(claims.withdraw, { changes: CHANGES, onDone });
  const whole = useChange(mediation.withdraw, { changes: CHANGES, onDone });
  return {
    isPending: one.isPending || whole.isPending,
    withdraw: (): Promise<unknown> =>
      caseId === null ? one.mutateAsync({ params: { claimId } }) : whole.mutateAsync({ params: { caseId } }),
  };
}
