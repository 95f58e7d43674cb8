import { Navigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useSession } from '../../api/index.ts';
import { type DemoSignIn, useDemoSignIns } from '../../components/DemoCards.tsx';
import { useChosenCard } from '../../components/use-chosen-card.ts';
import { useCardSignIn, usePasswordSignIn } from '../../components/use-sign-in.ts';
import { SignInField, SignInFrame } from './SignInFrame.tsx';

export interface PasswordSignInProps {
  face: 'console' | 'merchant';
  title: string;
  lead: string;
  /** Above the form: another way to sign in. */
  above?: ReactNode;
  /** Which role cards of a demo belong here. */
  isOffered: (card: DemoSignIn) => boolean;
  /** The page that was asked for, and the demo role that the landing page chose. */
  search: { next?: string | undefined; card?: string | undefined };
}

/** Sign-in by user name and password on a phone: shops, and staff. */
export function PasswordSignIn({ face, title, lead, isOffered, search, above }: PasswordSignInProps) {
  const { t } = useTranslation('signIn');
  const session = useSession();
  const { next, card: wantedCard } = search;
  const byPassword = usePasswordSignIn(face);
  const byCard = useCardSignIn();
  const cards = useDemoSignIns().filter(isOffered);
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
      title={title}
      lead={lead}
      trouble={error === null ? undefined : messageOf(error)}
      cards={cards}
      busy={busy}
      onCard={(card) => byCard.mutate(card)}
    >
      {above}
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
