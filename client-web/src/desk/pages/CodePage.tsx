import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../components/clock.ts';
import { formatTimeSeconds } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { Ring } from '../../components/Ring.tsx';
import { useAwake, useStaffScreen } from '../../features/check-ins/use-screen.ts';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown, Trouble } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../desk.module.css';
import { codeRoute } from '../router.tsx';

/** The check-in code on the organiser's phone, as large as the width allows, changed by itself. */
export function CodePage() {
  const { t } = useTranslation('desk');
  const { activityId } = codeRoute.useParams();
  const back = useBack();
  const screen = useStaffScreen(activityId);
  const nowMs = useNow(1000);
  useAwake();
  if (screen.worth === 'over' || screen.worth === 'refused') {
    return (
      <PhonePage title={t('code.title')} onBack={back} white>
        {screen.worth === 'over' ? (
          <Nothing title={t(screen.data === undefined ? 'code.closed' : 'code.over')} />
        ) : (
          <Trouble error={screen.error} onRetry={() => void screen.refetch()} />
        )}
      </PhonePage>
    );
  }
  return (
    <PhonePage title={t('code.title')} onBack={back} white>
      <Shown of={screen} rows={8}>
        {(shown) => {
          const endsAtMs = Date.parse(shown.codeExpiresAt);
          const stale = screen.worth === 'offline';
          return (
            <>
              <p className={styles.codeHead}>
                <b>{shown.activity.title}</b>
                <br />
                <span className="quiet">{t('code.hint')}</span>
              </p>
              <Ring startsAtMs={endsAtMs - shown.stepMs} endsAtMs={endsAtMs}>
                <div className={styles.code} data-stale={stale}>
                  <QrCode text={shown.codeUrl} label={t('code.label', { title: shown.activity.title })} />
                </div>
              </Ring>
              <p className={styles.under}>
                <span className="quiet" role={stale ? 'alert' : undefined}>
                  {stale
                    ? t('code.offline')
                    : t('code.seconds', { count: Math.max(0, Math.ceil((endsAtMs - nowMs) / 1000)) })}
                </span>
                <b aria-live="polite">{t('code.present', { count: shown.present })}</b>
              </p>
              <p className={styles.warning}>
                <Icon of={ExclamationCircleOutlined} size={18} />
                {t('code.warning')}
              </p>
              {shown.newest.length === 0 ? null : (
                <ListSection title={t('code.newest')}>
                  {shown.newest.map((person) => (
                    <Row
                      key={`${person.at}.${person.maskedName}`}
                      title={person.maskedName}
                      end={<span className="small quiet">{formatTimeSeconds(person.at)}</span>}
                    />
                  ))}
                </ListSection>
              )}
            </>
          );
        }}
      </Shown>
    </PhonePage>
  );
}
