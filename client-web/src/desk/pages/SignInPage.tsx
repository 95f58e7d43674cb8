import { Navigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useSession } from '../../api/index.ts';
import { useDemoSignIns } from '../../components/DemoCards.tsx';
import { useChosenCard } from '../../components/use-chosen-card.ts';
import { useCardSignIn, usePasswordSignIn } from '../../components/use-sign-in.ts';
import { SignInField, SignInFrame } from '../../phone/components/SignInFrame.tsx';
import { signInRoute } from '../router.tsx';

/** The demo's roles that work on a phone. */
const ON_PHONES: readonly string[] = ['grid_officer', 'organiser', 'secretary', 'deputy'];

/** Staff sign in by user name and password. */
export function SignInPage() {
  const { t } = useTranslation(['signIn', 'desk']);
  const session = useSession();
  const { next, card: wantedCard } = signInRoute.useSearch();
  const byPassword = usePasswordSignIn('console');
  const byCard = useCardSignIn();
  const cards = useDemoSignIns().filter((card) => card.face === 'console' && ON_PHONES.includes(card.card));
  useChosenCard(cards, wantedCard, byCard.mutate);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [checked, setChecked] = useState(false);
  if (session.kind === 'signed_in' && (wantedCard === undefined || byCard.isSuccess))
    return <Navigate to={next ?? '/'} replace />;

  const missing = (value: string): string | undefined => (checked && value.trim() === '' ? t('required') : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (username.trim() !== '' && password !== '') byPassword.mutate({ username: username.trim(), password });
  };
  const error = byPassword.error ?? byCard.error;
  const busy = byPassword.isPending || byCard.isPending;
  return (
    <SignInFrame
      title={t('signIn.title', { ns: 'desk' })}
      lead={t('signIn.lead', { ns: 'desk' })}
      trouble={error === null ? undefined : messageOf(error)}
      cards={cards}
      busy={busy}
      onCard={(card) => byCard.mutate(card)}
    >
      <form onSubmit={submit} noValidate>
        <SignInField label={t('account')} error={missing(username)}>
          <input
            autoComplete="username"
            placeholder={t('accountPlaceholder')}
            value={username}
            onChange={(event) => setUsername(event.target.value)}
          />
        </SignInField>
        <SignInField label={t('password')} error={missing(password)}>
          <input
            type="password"
            autoComplete="current-password"
            placeholder={t('passwordPlaceholder')}
            value={password}
            onChange={(event) => setPassword(event.target.value)}
          />
        </SignInField>
        <Button type="submit" color="primary" block loading={byPassword.isPending} disabled={busy}>
          {t('submit')}
        </Button>
      </form>
    </SignInFrame>
  );
}
