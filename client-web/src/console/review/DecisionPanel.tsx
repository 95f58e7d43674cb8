import type { ReviewDetail, ReviewLine } from '@red-points/shared/contracts';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import type { Decision, Ruling } from '../../features/reviews/decide.ts';
import styles from './DecisionPanel.module.css';

export interface DecisionPanelProps {
  line: ReviewLine;
  detail: ReviewDetail | undefined;
  ruling: Ruling | undefined;
  mayDecide: boolean;
  decidable: boolean;
  onDecide: (decision: Decision) => void;
  onAgain: () => void;
  /** Lines are ticked: the one red button is that of the bar at the foot. */
  bulk: boolean;
  onEscalate: () => void;
}

/** The decision: one red button, two plain ones that ask for a reason next. */
export function DecisionPanel({
  bulk,
  line,
  detail,
  ruling,
  mayDecide,
  decidable,
  onDecide,
  onAgain,
  onEscalate,
}: DecisionPanelProps) {
  const { t } = useTranslation('consoleReview');
  if (ruling !== undefined && ruling.state !== 'refused') {
    return (
      <footer className={styles['decision']} role="status">
        <b>{t(ruling.second ? 'outcome.second' : `outcome.${ruling.decision}`)}</b>
        <p className="small quiet">{t(ruling.second ? 'sent.second' : `sent.${ruling.state}`)}</p>
        {ruling.reason === undefined ? null : (
          <p className="small quiet">{t('reasonGiven', { reason: ruling.reason })}</p>
        )}
        {ruling.state === 'unknown' ? <Button onClick={onAgain}>{t('askAgain')}</Button> : null}
      </footer>
    );
  }
  if (!mayDecide || !line.mayDecide) {
    return (
      <footer className={styles['decision']}>
        <p className="quiet">{t(mayDecide ? refusedWords(line, detail) : 'notAllowed')}</p>
        <Escalate detail={detail} onEscalate={onEscalate} />
      </footer>
    );
  }
  const days = detail?.publicityDays ?? 0;
  return (
    <footer className={styles['decision']}>
      {ruling?.state === 'refused' ? (
        <p role="alert" className={styles['refused']}>
          {messageOf(ruling.error)}
        </p>
      ) : null}
      <Button
        type={bulk ? 'default' : 'primary'}
        size="large"
        block
        disabled={!decidable || detail === undefined}
        onClick={() => onDecide('approve')}
        aria-keyshortcuts="A"
      >
        {t(approveVerb(line, days))} <kbd>A</kbd>
      </Button>
      <div className={styles['row']}>
        <Button size="large" disabled={!decidable} onClick={() => onDecide('return')} aria-keyshortcuts="R">
          {t('verb.return')} <kbd>R</kbd>
        </Button>
        <Button size="large" disabled={!decidable} onClick={() => onDecide('reject')} aria-keyshortcuts="X">
          {t('verb.reject')} <kbd>X</kbd>
        </Button>
      </div>
      <p className="small quiet">
        {detail === undefined
          ? ''
          : isFirst(line)
            ? t('consequence.first')
            : days > 0
              ? t('consequence.publicity', { days, moment: formatMoment(detail.wouldPostAt) })
              : t('consequence.post')}
        {t('consequence.reasons')}
      </p>
      <Escalate detail={detail} onEscalate={onEscalate} />
    </footer>
  );
}

const isFirst = ({ needsSecond, firstApproval }: ReviewLine): boolean => needsSecond && firstApproval === null;

function approveVerb(line: ReviewLine, days: number) {
  if (isFirst(line)) return 'verb.approveFirst';
  if (line.firstApproval !== null) return 'verb.approveSecond';
  return days > 0 ? 'verb.approvePublicity' : 'verb.approvePost';
}

/** Why the buttons are missing: the own first approval is no reason to look for another one's claim. */
function refusedWords(line: ReviewLine, detail: ReviewDetail | undefined) {
  const isIndependent = detail?.checks.some(({ code }) => code === 'reviewer_independent') ?? false;
  return line.firstApproval !== null && isIndependent ? 'standing.ownFirst' : 'notIndependent';
}

/** Hands the item up, where the reader may. */
function Escalate({ detail, onEscalate }: { detail: ReviewDetail | undefined; onEscalate: () => void }) {
  const { t } = useTranslation('consoleReview');
  if (detail?.mayEscalate !== true) return null;
  return (
    <p>
      <button type="button" className="link plain-button" onClick={onEscalate}>
        {t('verb.escalate')}
      </button>
    </p>
  );
}
