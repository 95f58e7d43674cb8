import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import EnvironmentOutlined from '@ant-design/icons-svg/es/asn/EnvironmentOutlined';
import ExpandOutlined from '@ant-design/icons-svg/es/asn/ExpandOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import UserOutlined from '@ant-design/icons-svg/es/asn/UserOutlined';
import type { CheckInScreen } from '@red-points/shared/contracts';
import { create } from 'qrcode';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNow } from '../../components/clock.ts';
import { formatMoment, formatSpan, formatTimeSeconds } from '../../components/formatters.ts';
import { Icon, Logo } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { Ring } from '../../components/Ring.tsx';
import type { ScreenWorth } from '../../features/check-ins/use-screen.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { applyTheme } from '../../theme/mode.ts';
import styles from './CheckInBoard.module.css';

/** Four quiet modules on each side of a QR code. */
const QUIET_MODULES = 8;
/** The code's own modules take this share of the screen's height. */
const CODE_SHARE = 60;

/** Dark whatever the device prefers, while a big screen is shown. */
export function useDarkScreen(): void {
  useEffect(() => {
    document.documentElement.dataset['theme'] = 'dark';
    return applyTheme;
  }, []);
}

interface CheckInBoardProps {
  screen: CheckInScreen;
  worth: Exclude<ScreenWorth, 'refused'>;
}

/** The check-in display for a big screen: the code of now, how many are there, who came last; afterwards, that it is over. */
export function CheckInBoard({ screen: display, worth }: CheckInBoardProps) {
  const { t } = useTranslation(['consoleActivities', 'common']);
  const { activity } = display;
  const nowMs = useNow(1000);
  const isOver = worth === 'over';
  const running = activity.state === 'under_way' && worth === 'current';
  const endsAtMs = Date.parse(display.codeExpiresAt);
  const secondsLeft = Math.max(0, Math.ceil((endsAtMs - nowMs) / 1000));
  return (
    <main className={styles['screen']}>
      <header className={styles['top']}>
        <Logo size={48} />
        <b>{activity.unitName}</b>
        <span className={styles['quiet']}>{t('display.title')}</span>
        <span className={styles['right']}>
          <span className={styles['live']} data-on={running}>
            <i />
            {t(`display.${isOver ? 'over' : worth === 'offline' ? 'offline' : running ? 'running' : 'notRunning'}`)}
          </span>
          <b>{formatMoment(nowMs)}</b>
        </span>
      </header>
      {isOver ? (
        <section className={`${styles['code']} ${styles['over']}`} role="status">
          <b>{t('display.over')}</b>
          <p>{t('display.thanks')}</p>
        </section>
      ) : (
        <Plate
          codeUrl={display.codeUrl}
          startsAtMs={endsAtMs - display.stepMs}
          endsAtMs={endsAtMs}
          title={activity.title}
        />
      )}
      <section className={styles['info']}>
        <h1>{activity.title}</h1>
        <ul className={styles['facts']}>
          <li>
            <Icon of={ClockCircleOutlined} />
            {activity.stayMinutesMin > 0
              ? t('display.time', {
                  span: formatSpan(activity.startsAt, activity.endsAt, false),
                  minutes: activity.stayMinutesMin,
                })
              : formatSpan(activity.startsAt, activity.endsAt, false)}
          </li>
          <li>
            <Icon of={EnvironmentOutlined} />
            {activity.place}
          </li>
          <li>
            <Icon of={GiftOutlined} />
            {`${currentLanguage() === 'zh' ? activity.earnsZh : activity.earnsEn}${activity.publicityDays > 0 ? t('display.publicity', { days: activity.publicityDays }) : t('display.noPublicity')}`}
          </li>
        </ul>
        {isOver ? null : (
          <>
            <div className={styles['count']} aria-live="polite">
              <b>{display.present}</b>
              <span>{t('display.present')}</span>
              <span className={styles['plan']}>
                {t('display.planned', { count: activity.capacity })}
                <br />
                {t('display.left', { count: display.checkedOut })}
              </span>
            </div>
            <Newest display={display} />
          </>
        )}
      </section>
      <footer className={styles['foot']}>
        {isOver ? null : (
          <>
            <span>
              <b className={styles['seconds']}>{t('display.seconds', { count: secondsLeft })}</b>
              {t('display.changes')}
            </span>
            <span>
              <Icon of={ScanOutlined} />
              {t('display.how')}
            </span>
          </>
        )}
        <span>
          <Icon of={UserOutlined} />
          {t(isOver ? 'display.missed' : 'display.noPhone', { name: activity.organiserName })}
        </span>
        <FullScreen />
      </footer>
    </main>
  );
}

function Plate({
  codeUrl,
  startsAtMs,
  endsAtMs,
  title,
}: {
  codeUrl: string;
  startsAtMs: number;
  endsAtMs: number;
  title: string;
}) {
  const { t } = useTranslation('consoleActivities');
  const modules = useMemo(() => create(codeUrl, { errorCorrectionLevel: 'M' }).modules.size, [codeUrl]);
  const plate = `calc(var(--u) * ${(CODE_SHARE * (modules + QUIET_MODULES)) / modules})`;
  return (
    <section className={styles['code']}>
      <div className={styles['plate']} style={{ ['--plate' as string]: plate }}>
        <Ring startsAtMs={startsAtMs} endsAtMs={endsAtMs} stroke={0.75} corner={6}>
          <div className={styles['white']}>
            <QrCode text={codeUrl} label={t('display.code', { title })} />
          </div>
        </Ring>
      </div>
    </section>
  );
}

function Newest({ display }: { display: CheckInScreen }) {
  const { t } = useTranslation(['consoleActivities', 'domain']);
  return (
    <div className={styles['newest']}>
      <h2>{t('display.newest')}</h2>
      {display.newest.length === 0 ? <p className={styles['quiet']}>{t('display.nobody')}</p> : null}
      <ol>
        {display.newest.slice(0, 5).map((person) => (
          <li key={`${person.at}.${person.maskedName}`}>
            <b>{person.maskedName}</b>
            <span>{t(`display.provenance.${person.provenance === 'witnessed' ? 'witnessed' : 'code'}`)}</span>
            <span>{formatTimeSeconds(person.at)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}

function FullScreen() {
  const { t } = useTranslation('consoleActivities');
  const [full, setFull] = useState(() => document.fullscreenElement !== null);
  useEffect(() => {
    const onChange = (): void => setFull(document.fullscreenElement !== null);
    document.addEventListener('fullscreenchange', onChange);
    return () => document.removeEventListener('fullscreenchange', onChange);
  }, []);
  if (full) return <span className={styles['end']}>{t('display.escape')}</span>;
  return (
    <button
      type="button"
      className={styles['end']}
      onClick={() => void document.documentElement.requestFullscreen?.().catch(() => undefined)}
    >
      <Icon of={ExpandOutlined} />
      {t('display.full')}
    </button>
  );
}
