import type { ReviewOffice } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDate } from '../../components/formatters.ts';
import { Panel } from '../parts/Panel.tsx';
import styles from './office.module.css';

/** Who can decide here today: by role, or as a deputy and until when. */
export function Reviewers({ office }: { office: ReviewOffice }) {
  const { t } = useTranslation('consoleReviewOffice');
  return (
    <Panel title={t('reviewers.title')} hint={t('reviewers.hint')} padded>
      {office.reviewers.length === 0 ? <p className="quiet">{t('reviewers.none')}</p> : null}
      <ul className={styles['people']}>
        {office.reviewers.map(({ userId, name, unitName, deputyOfName, until }) => (
          <li key={`${userId}.${until ?? ''}`}>
            <span className={styles['avatar']} aria-hidden="true">
              {name.slice(0, 1)}
            </span>
            <span>
              {name}
              <span className="small quiet">
                {deputyOfName === null || until === null
                  ? t('reviewers.role', { unit: unitName })
                  : t('reviewers.deputy', { name: deputyOfName, date: formatDate(until) })}
              </span>
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
