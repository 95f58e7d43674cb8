import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { digests } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { Fingerprint } from '../components/Fingerprint.tsx';
import { formatDate } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import styles from './DigestCard.module.css';

/** The newest digest beside a public notice, printed with it; nothing where there is none yet. */
export function DigestCard() {
  const { t } = useTranslation('publicNotice');
  const newest = useRead(digests.list, { query: { limit: 1 } }).data?.items[0];
  if (newest === undefined) return null;
  return (
    <section>
      <h2>{t('digest.title')}</h2>
      <p className={styles.quiet}>{t('digest.which', { day: formatDate(newest.day), number: newest.number })}</p>
      <div className={styles.box}>
        <Fingerprint digest={newest.digest} perLine={4} />
      </div>
      <p className={styles.quiet}>{t('digest.what')}</p>
      <a href="/receipt" className={`${styles.way} no-print`}>
        {t('digest.check')}
        <Icon of={RightOutlined} size={12} />
      </a>
    </section>
  );
}
