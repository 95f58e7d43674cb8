import EnvironmentOutlined from '@ant-design/icons-svg/es/asn/EnvironmentOutlined';
import LoginOutlined from '@ant-design/icons-svg/es/asn/LoginOutlined';
import LogoutOutlined from '@ant-design/icons-svg/es/asn/LogoutOutlined';
import PictureOutlined from '@ant-design/icons-svg/es/asn/PictureOutlined';
import type { ReviewDetail } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDay, formatHours, formatTime } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import styles from './StayPanel.module.css';

/** An item without photos: for a check-in, when the person came and went; for a claim, that nothing was attached. */
export function StayPanel({ detail }: { detail: ReviewDetail }) {
  const { t } = useTranslation(['consoleReview', 'domain', 'common']);
  if (detail.kind === 'claim') {
    return (
      <div className={`card ${styles['none'] ?? ''}`}>
        <Icon of={PictureOutlined} size={32} className="quiet" />
        <b>{t('evidence.none')}</b>
        <span className="quiet">{t('evidence.noneHint')}</span>
      </div>
    );
  }
  const until = detail.occurredUntil;
  return (
    <div className={`card ${styles['stay'] ?? ''}`}>
      <p className="quiet">
        {formatDay(detail.occurredFrom)} · {t(`provenance.${detail.provenance}`, { ns: 'domain' })}
      </p>
      <div className={styles['times']}>
        <div>
          <span className="quiet">
            <Icon of={LoginOutlined} /> {t('stay.in')}
          </span>
          <b>{formatTime(detail.occurredFrom)}</b>
        </div>
        <div className={styles['line']}>
          <span>{`${formatHours(detail.minutes)} ${t('unit.hours', { ns: 'common' })}`}</span>
        </div>
        <div>
          <span className="quiet">
            <Icon of={LogoutOutlined} /> {t('stay.out')}
          </span>
          <b>{until === null ? t('stay.open') : formatTime(until)}</b>
        </div>
      </div>
      {detail.place === null ? null : (
        <p>
          <Icon of={EnvironmentOutlined} className="quiet" /> {detail.place}
        </p>
      )}
    </div>
  );
}
