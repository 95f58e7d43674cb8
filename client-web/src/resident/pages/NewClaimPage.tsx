import { claimDrafts, claims } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { useReturnedCase } from '../../features/claims/use-returned-case.ts';
import { ClaimForm } from '../../phone/claims/ClaimForm.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { newClaimRoute } from '../router.tsx';

/** A resident claims points for something outside an activity, goes on with a draft, or corrects a claim that was returned. */
export function NewClaimPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const navigate = useNavigate();
  const { correct, draft } = newClaimRoute.useSearch();
  const own = useList(claims.listOwn, { query: { limit: 20 } }, { enabled: correct !== undefined });
  // As it was when the page opened: what is typed from then on is saved by the form itself.
  const drafts = useRead(claimDrafts.list, {}, { enabled: draft !== undefined, staleMs: Number.POSITIVE_INFINITY });
  const returned = own.items.find((claim) => claim.claimId === correct);
  const ofCase = useReturnedCase(returned?.caseId ?? null);
  const kept = drafts.data?.items.find((each) => each.draftId === draft);
  const waits =
    (correct !== undefined && (returned === undefined || ofCase.isPending)) ||
    (draft !== undefined && drafts.isPending);
  const error = own.error ?? drafts.error ?? ofCase.error;
  return (
    <PhonePage title={t(correct === undefined ? 'claims.new' : 'claims.correct')} onBack={back}>
      {error !== null ? (
        <Trouble error={error} onRetry={() => void Promise.all([own.refetch(), drafts.refetch()])} />
      ) : waits ? (
        <Waiting rows={6} />
      ) : (
        <ClaimForm
          returned={returned}
          returnedCase={ofCase.found}
          draft={kept}
          onDone={() => {
            Toast.show(t('claims.sent'));
            void navigate({ to: '/claims', replace: true });
          }}
        />
      )}
    </PhonePage>
  );
}
