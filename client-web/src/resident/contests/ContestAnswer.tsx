import type { OwnContest } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDay } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import styles from '../EntrySheet.module.css';

/** What was asked and what the office answered. */
export function ContestAnswer({ contest }: { contest: OwnContest }) {
  const { t } = useTranslation('contests');
  return (
    <div className={styles.receipt}>
      <p>{t('yourWords')}</p>
      <b>{contest.reason}</b>
      {contest.outcome === null || contest.answeredAt === null ? null : (
        <>
          <p>
            {`${t('answerOf', { office: contest.officeName })} · ${formatDay(contest.answeredAt)} `}
            <Tag tone={contest.outcome === 'corrected' ? 'success' : 'plain'}>{t(`outcome.${contest.outcome}`)}</Tag>
          </p>
          <b>{contest.answer}</b>
        </>
      )}
    </div>
  );
}
