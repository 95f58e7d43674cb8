import { claimDrafts, claims } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { ClaimForm } from '../../phone/claims/ClaimForm.tsx';
import { CorrectClaim } from '../../phone/claims/CorrectClaim.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { newClaimRoute } from '../router.tsx';

/** A returned claim is looked for among so many, the newest. */
const NEWEST = 200;

/** A resident claims points for something outside an activity, goes on with a draft, or corrects a claim that was returned. */
export function NewClaimPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const navigate = useNavigate();
  const { correct, draft } = newClaimRoute.useSearch();
  const own = useRead(claims.listOwn, { query: { limit: NEWEST } }, { enabled: correct !== undefined });
  // As it was when the page opened: what is typed from then on is saved by the form itself.
  const drafts = useRead(claimDrafts.list, {}, { enabled: draft !== undefined, staleMs: Number.POSITIVE_INFINITY });
  const kept = drafts.data?.items.find((each) => each.draftId === draft);
  const onDone = (): void => {
    Toast.show(t('claims.sent'));
    void navigate({ to: '/claims', replace: true });
  };
  return (
    <PhonePage title={t(correct === undefined ? 'claims.new' : 'claims.correct')} onBack={back}>
      {correct !== undefined ? (
        <CorrectClaim claimId={correct} of={own} onDone={onDone} />
      ) : drafts.error !== null ? (
        <Trouble error={drafts.error} onRetry={() => void drafts.refetch()} />
      ) : draft !== undefined && drafts.isPending ? (
        <Waiting rows={6} />
      ) : (
        <ClaimForm draft={kept} onDone={onDone} />
      )}
    </PhonePage>
  );
}
