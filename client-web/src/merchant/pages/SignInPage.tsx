import { Navigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useSession } from '../../api/index.ts';
import { useCodeSignIn } from '../../components/use-sign-in.ts';
import { Chips } from '../../phone/components/Chips.tsx';
import { CodeSignInForm, useCodeSending } from '../../phone/components/CodeSignInForm.tsx';
import { PasswordSignIn } from '../../phone/components/PasswordSignIn.tsx';
import { SignInFrame } from '../../phone/components/SignInFrame.tsx';
import { signInRoute } from '../router.tsx';

type Way = 'password' | 'phone';

/** Shops sign in by user name and password, or by the phone that works there. */
export function SignInPage() {
  const { t } = useTranslation('signIn');
  const [way, setWay] = useState<Way>('password');
  const search = signInRoute.useSearch();
  const choice = (
    <div style={{ marginTop: 16 }}>
      <Chips
        chips={(['password', 'phone'] as const).map((key) => ({ key, label: t(`way.${key}`) }))}
        chosen={way}
        onChoose={setWay}
      />
    </div>
  );
  if (way === 'phone') return <ByPhone choice={choice} next={search.next} />;
  return (
    <PasswordSignIn
      face="merchant"
      title={t('merchant.title')}
      lead={t('merchant.lead')}
      isOffered={({ face }) => face === 'merchant'}
      search={search}
      above={choice}
    />
  );
}

function ByPhone({ choice, next }: { choice: ReactNode; next: string | undefined }) {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const byCode = useCodeSignIn('merchant');
  const sending = useCodeSending();
  if (session.kind === 'signed_in') return <Navigate to={next ?? '/'} replace />;
  const error = byCode.error ?? sending.error;
  return (
    <SignInFrame
      title={t('merchant.title')}
      lead={t('merchant.lead')}
      trouble={error === null ? undefined : messageOf(error)}
      cards={[]}
      busy={byCode.isPending}
      onCard={() => undefined}
    >
      {choice}
      <CodeSignInForm
        sending={sending}
        busy={byCode.isPending}
        submitting={byCode.isPending}
        onSubmit={byCode.mutate}
        below={
          <p className="small quiet">
            {t('shopNew')}{' '}
            <a className="link" href="/app/shop-work">
              {t('shopNewLink')}
            </a>
          </p>
        }
      />
    </SignInFrame>
  );
}
