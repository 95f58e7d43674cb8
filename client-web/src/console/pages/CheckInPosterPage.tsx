import { activities, checkIns } from '@red-points/shared/contracts';
import { useParams } from '@tanstack/react-router';
import { App, Button, Space } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatMoment, formatShortDay } from '../../components/formatters.ts';
import { QrCode } from '../../components/QrCode.tsx';
import { PosterFoot, PosterSheet } from '../print/PosterSheet.tsx';
import styles from '../print/poster.module.css';

/** The printed check-in code of an activity, for places without a screen: weaker, and said to be so. */
export function CheckInPosterPage() {
  const { t } = useTranslation('consoleDisplays');
  const { message } = App.useApp();
  const { activityId = '' } = useParams({ strict: false }) as { activityId?: string };
  const params = { activityId };
  const activity = useRead(activities.get, { params }, { enabled: activityId !== '' });
  const read = useRead(checkIns.venue, { params }, { enabled: activityId !== '' });
  const make = useChange(checkIns.makePoster, { changes: [checkIns.venue] });
  const withdraw = useChange(checkIns.withdrawPoster, { changes: [checkIns.venue] });
  const failed = (error: unknown): void => void message.error(messageOf(error));
  if (activity.data === undefined || read.data === undefined) {
    const retry = (): void => void Promise.all([activity.refetch(), read.refetch()]);
    return (
      <PosterSheet
        loading={activity.isPending || read.isPending}
        error={activity.error ?? read.error}
        onRetry={retry}
      />
    );
  }
  const { poster } = read.data;
  const { title, place, startsAt, unitName } = activity.data;
  return (
    <>
      {poster === null ? (
        <header className="no-print" style={{ padding: '64px 16px 16px', textAlign: 'center' }}>
          <h1 style={{ fontSize: 20, lineHeight: '28px', marginBottom: 8 }}>{title}</h1>
          <p className="quiet">{t('poster.none')}</p>
        </header>
      ) : null}
      <Space className="no-print" style={{ padding: 16, width: '100%', justifyContent: 'center' }} wrap>
        <Button
          type={poster === null ? 'primary' : 'default'}
          loading={make.isPending}
          onClick={() => make.mutate({ params }, { onError: failed })}
        >
          {t(poster === null ? 'poster.make' : 'poster.replace')}
        </Button>
        {poster === null ? null : (
          <Button
            loading={withdraw.isPending}
            onClick={() =>
              withdraw.mutate(
                { params },
                { onSuccess: () => void message.success(t('poster.withdrawn')), onError: failed },
              )
            }
          >
            {t('poster.withdraw')}
          </Button>
        )}
      </Space>
      {poster === null ? null : (
        <PosterSheet>
          <svg width="794" height="380" viewBox="0 0 794 380" aria-hidden="true">
            <path d="M0 0h794v320c-140 40-260 26-397 10S140 300 0 336z" fill="#C8321F" />
          </svg>
          <div className={styles['top']}>
            <p>{t('poster.head')}</p>
            <h1 data-long={title.length > 9}>{title}</h1>
            <p>{`${formatMoment(startsAt)} · ${place}`}</p>
          </div>
          <div className={styles['shopCode']}>
            <QrCode text={poster.codeUrl} errorCorrection="Q" label={t('poster.code')} />
          </div>
          <div className={styles['shopWords']}>
            <b>{t('poster.scan')}</b>
            <p>{t('poster.weak')}</p>
            <p>{t('poster.number', { serial: poster.serial, date: formatShortDay(poster.madeAt) })}</p>
          </div>
          <PosterFoot unitName={unitName} number={activityId.slice(0, 8).toUpperCase()} />
        </PosterSheet>
      )}
    </>
  );
}
