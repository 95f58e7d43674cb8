import { Navigate, useSearch } from '@tanstack/react-router';
import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useSession } from '../../api/index.ts';
import { DemoCards, useDemoSignIns } from '../../components/DemoCards.tsx';
import { Logo } from '../../components/icons.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { useChosenCard } from '../../components/use-chosen-card.ts';
import { useCardSignIn, usePasswordSignIn } from '../../components/use-sign-in.ts';
import styles from './SignInPage.module.css';

interface SignInValues {
  username: string;
  password: string;
}

/** Staff sign in by user name and password; the demo's role cards sign in by one touch. */
export function SignInPage() {
  const { t } = useTranslation(['signIn', 'common']);
  const session = useSession();
  const { next, card: wantedCard } = useSearch({ strict: false }) as { next?: string; card?: string };
  const byPassword = usePasswordSignIn('console');
  const byCard = useCardSignIn();
  const cards = useDemoSignIns().filter((card) => card.face === 'console');
  useChosenCard(cards, wantedCard, byCard.mutate);
  if (session.kind === 'signed_in' && (wantedCard === undefined || byCard.isSuccess))
    return <Navigate to={next ?? '/'} replace />;
  const busy = byPassword.isPending || byCard.isPending;
  const error = byPassword.error ?? byCard.error;
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <a href="/">
          <Logo />
          <b>{t('brand', { ns: 'common' })}</b>
        </a>
        <LanguageSwitch className="link" />
      </header>
      <main className={styles.columns} data-demo={cards.length > 0}>
        <section className={`card ${styles.form}`}>
          <h1>{t('console.title')}</h1>
          <p className="quiet">{t('console.lead')}</p>
          {error === null ? null : (
            <Alert type="error" showIcon title={messageOf(error)} className={styles.alert ?? ''} />
          )}
          <Form<SignInValues> layout="vertical" onFinish={(values) => byPassword.mutate(values)} disabled={busy}>
            <Form.Item name="username" label={t('account')} rules={[{ required: true, message: t('required') }]}>
              <Input size="large" autoComplete="username" autoFocus placeholder={t('accountPlaceholder')} />
            </Form.Item>
            <Form.Item name="password" label={t('password')} rules={[{ required: true, message: t('required') }]}>
              <Input.Password size="large" autoComplete="current-password" placeholder={t('passwordPlaceholder')} />
            </Form.Item>
            <Button type="primary" size="large" htmlType="submit" block loading={byPassword.isPending}>
              {t(byPassword.isPending ? 'submitting' : 'submit')}
            </Button>
          </Form>
        </section>
        {cards.length === 0 ? null : (
          <div className={styles.demo}>
            <DemoCards cards={cards} busy={busy} onChoose={(card) => byCard.mutate(card)} />
          </div>
        )}
      </main>
    </div>
  );
}
