import { demo } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, type Face, useRead } from '../api/index.ts';
import { currentLanguage } from '../i18n/index.ts';
import styles from './DemoCards.module.css';

export type DemoSignIn = CallAnswer<typeof demo.signIns>['items'][number];

/** The role cards of the demo; empty where no demo data was loaded. */
export function useDemoSignIns(): readonly DemoSignIn[] {
  const cards = useRead(demo.signIns, {}, { staleMs: 600_000 });
  return cards.data?.items ?? [];
}

/** Below which address each face lives. */
export const FACE_PATHS: Record<Face, string> = { console: '/console', resident: '/app', merchant: '/shop' };

export interface DemoCardsProps {
  cards: readonly DemoSignIn[];
  /** Without it each card is a link to the sign-in page of its face, which signs in by itself. */
  onChoose?: (card: DemoSignIn) => void;
  busy?: boolean;
}

/** One card per role of the demo: a touch signs in. */
export function DemoCards({ cards, onChoose, busy = false }: DemoCardsProps) {
  const { t } = useTranslation('signIn');
  if (cards.length === 0) return null;
  return (
    <section className={styles.demo} aria-label={t('demoTitle')}>
      <h2>{t('demoTitle')}</h2>
      <p>{t('demoHint')}</p>
      <ul>
        {cards.map((card) => (
          <li key={`${card.face}.${card.card}`}>
            {onChoose === undefined ? (
              <a
                className={styles.card}
                href={`${FACE_PATHS[card.face]}/sign-in?card=${encodeURIComponent(card.card)}`}
                target={`red-points-${card.face}`}
              >
                <CardWords card={card} />
              </a>
            ) : (
              <button
                type="button"
                className={styles.card}
                disabled={busy}
                data-card={card.card}
                onClick={() => onChoose(card)}
              >
                <CardWords card={card} />
              </button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function CardWords({ card }: { card: DemoSignIn }) {
  const chinese = currentLanguage() === 'zh';
  const title = chinese ? card.titleZh : card.titleEn;
  return (
    <>
      <span className={styles.letter} aria-hidden="true">
        {title.slice(0, 1)}
      </span>
      <span className={styles.words}>
        <b>{title}</b>
        <span>{chinese ? card.hintZh : card.hintEn}</span>
      </span>
    </>
  );
}
