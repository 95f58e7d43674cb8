import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { DemoCards, type DemoSignIn } from '../../components/DemoCards.tsx';
import { Logo } from '../../components/icons.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import styles from './SignInFrame.module.css';

export interface SignInFrameProps {
  title: string;
  lead: string;
  /** Why the last try did not work. */
  trouble?: string | undefined;
  cards: readonly DemoSignIn[];
  busy: boolean;
  onCard: (card: DemoSignIn) => void;
  children: ReactNode;
}

/** The sign-in page of a phone face: the form, and the role cards of a demo below it. */
export function SignInFrame({ title, lead, trouble, cards, busy, onCard, children }: SignInFrameProps) {
  const { t } = useTranslation('common');
  return (
    <div className={styles.page}>
      <header className={styles.top}>
        <a href="/">
          <Logo size={32} />
          <b>{t('brand')}</b>
        </a>
        <LanguageSwitch className="link" />
      </header>
      <main>
        <h1>{title}</h1>
        <p className="quiet">{lead}</p>
        {trouble === undefined ? null : (
          <p className={styles.trouble} role="alert">
            {trouble}
          </p>
        )}
        {children}
        {cards.length === 0 ? null : (
          <div className={styles.demo}>
            <DemoCards cards={cards} busy={busy} onChoose={onCard} />
          </div>
        )}
      </main>
    </div>
  );
}

export interface SignInFieldProps {
  label: string;
  error?: string | undefined;
  /** A button inside the field at the right. */
  end?: ReactNode;
  children: ReactNode;
}

/** A labelled field; its `children` is one input element. */
export function SignInField({ label, error, end, children }: SignInFieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the input is the child.
    <label className={styles.field} data-wrong={error !== undefined}>
      <span>{label}</span>
      <span className={styles.box}>
        {children}
        {end}
      </span>
      {error === undefined ? null : <span className={styles.wrong}>{error}</span>}
    </label>
  );
}
