import type { Claim } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useReturnedCase } from '../../features/claims/use-returned-case.ts';
import { Nothing, Shown, Trouble, Waiting } from '../components/states.tsx';
import { useBack } from '../use-back.ts';
import { ClaimForm } from './ClaimForm.tsx';
import { useAskToWithdraw } from './use-ask-to-withdraw.ts';

export interface CorrectClaimProps {
  claimId: string;
  /** The list in which the returned claim stands. */
  of: Parameters<typeof Shown<{ readonly items: readonly Claim[] }>>[0]['of'];
  /** Above the fields: whom it is for. */
  head?: (claim: Claim) => ReactNode;
  /** Above the button: what happens next. */
  note?: ReactNode;
  onDone: () => void;
}

/** A returned claim, by whoever filed it: corrected in the form that it was filed in, and filed again. */
export function CorrectClaim({ claimId, of, ...form }: CorrectClaimProps) {
  const { t } = useTranslation('claimForm');
  return (
    <Shown of={of} rows={6}>
      {({ items }) => {
        const claim = items.find((each) => each.claimId === claimId && each.state === 'returned');
        return claim === undefined ? <Nothing title={t('notReturned')} /> : <Correct claim={claim} {...form} />;
      }}
    </Shown>
  );
}

function Correct({ claim, head, note, onDone }: Omit<CorrectClaimProps, 'claimId' | 'of'> & { claim: Claim }) {
  const ofCase = useReturnedCase(claim.caseId);
  if (ofCase.error !== null) return <Trouble error={ofCase.error} onRetry={ofCase.refetch} />;
  if (ofCase.isPending) return <Waiting rows={6} />;
  return (
    <>
      <ClaimForm
        {...(claim.onBehalf ? { personId: claim.personId } : {})}
        returned={claim}
        returnedCase={ofCase.found}
        head={head?.(claim)}
        note={note}
        onDone={onDone}
      />
      {claim.mayWithdraw ? <Withdraw claim={claim} /> : null}
    </>
  );
}

/** What cannot be put right is taken back instead. */
function Withdraw({ claim }: { claim: Claim }) {
  const { verb, isPending, ask } = useAskToWithdraw(claim, useBack());
  return (
    <Button block fill="none" loading={isPending} onClick={ask}>
      {verb}
    </Button>
  );
}
