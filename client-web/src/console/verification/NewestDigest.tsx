import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { digests } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { useTranslation } from 'react-i18next';
import { messageOf, useRead } from '../../api/index.ts';
import { Fingerprint } from '../../components/Fingerprint.tsx';
import { businessDate, formatDate, formatNumber, formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Panel } from '../parts/Panel.tsx';
import styles from './NewestDigest.module.css';

/** 每日账本指纹: yesterday's, as everybody finds it on the public page; the newest one while that is not out yet. */
export function NewestDigest() {
  const { t } = useTranslation('consoleVerify');
  const read = useRead(digests.list, { query: { limit: 2 } });
  const daily = read.data?.items.find(({ kind }) => kind === 'daily');
  const isYesterdays = daily?.day === addDays(businessDate(), -1);
  return (
    <Panel title={t('digest.title')} padded>
      {daily === undefined ? (
        <p className="quiet">
          {read.error === null ? t(read.isPending ? 'digest.reading' : 'digest.none') : messageOf(read.error)}
        </p>
      ) : (
        <>
          <p>
            {t('digest.which', { day: formatDate(daily.day), number: daily.number })}
            {isYesterdays ? null : <span className="small quiet"> {t('digest.notYet')}</span>}
          </p>
          <div className={styles.box}>
            <Fingerprint digest={daily.digest} perLine={4} />
          </div>
          <p className="small quiet">
            {t('digest.covers', { accounts: formatNumber(daily.accounts), entries: formatNumber(daily.entries) })}
          </p>
        </>
      )}
      {read.data?.next ? (
        <p className="small quiet">
          {t('digest.next', { day: formatDate(read.data.next.day), moment: formatShortMoment(read.data.next.dueAt) })}
        </p>
      ) : null}
      <a href="/digest" target="_blank" rel="noopener" className={`link ${styles.way}`}>
        {t('digest.open')}
        <Icon of={RightOutlined} size={12} />
      </a>
    </Panel>
  );
}
