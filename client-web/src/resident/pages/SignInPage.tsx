import { Navigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { messageOf, useSession } from '../../api/index.ts';
import { useDemoSignIns } from '../../components/DemoCards.tsx';
import { useChosenCard } from '../../components/use-chosen-card.ts';
import { useCardSignIn, useCodeSignIn } from '../../components/use-sign-in.ts';
import { CodeSignInForm, useCodeSending } from '../../phone/components/CodeSignInForm.tsx';
import { SignInFrame } from '../../phone/components/SignInFrame.tsx';
import { signInRoute } from '../router.tsx';

/** Residents sign in by phone and one-time code. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const { next, card: wantedCard } = signInRoute.useSearch();
  const byCode = useCodeSignIn('resident');
  const byCard = useCardSignIn();
  const cards = useDemoSignIns().filter((card) => card.face === 'resident');
  useChosenCard(cards, wantedCard, byCard.mutate);
  const sending = useCodeSending();
  if (session.kind === 'signed_in' && (wantedCard === undefined || byCard.isSuccess))
    return <Navigate to={next ?? '/'} replace />;

  const error = byCode.error ?? byCard.error ?? sending.error;
  return (
    <SignInFrame
      title={t('resident.title')}
      lead={t('resident.lead')}
      trouble={error === null ? undefined : messageOf(error)}
      cards={cards}
      busy={byCode.isPending || byCard.isPending}
      onCard={(card) => byCard.mutate(card)}
    >
      <CodeSignInForm
        sending={sending}
        busy={byCode.isPending || byCard.isPending}
        submitting={byCode.isPending}
        onSubmit={byCode.mutate}
        below={<p className="small quiet">{t('newHere')}</p>}
      />
    </SignInFrame>
  );
}
