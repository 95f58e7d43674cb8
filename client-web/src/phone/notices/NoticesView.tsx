import type { Notification } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { businessDate, formatDateWeekday, formatTime } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { NOTICE_ICONS } from '../../features/notices/icons.ts';
import { useNotices } from '../../features/notices/use-notices.ts';
import { Card } from '../components/Card.tsx';
import { Round, type RoundTone, Row } from '../components/ListSection.tsx';
import { MoreButton } from '../components/MoreButton.tsx';
import { PhonePage } from '../components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../components/states.tsx';
import { useBack } from '../use-back.ts';
import styles from './NoticesView.module.css';

const TONES: Readonly<Record<Notification['group'], RoundTone>> = {
  points: 'brand',
  redemption: 'warning',
  activity: 'slate',
  review: 'slate',
  shop: 'slate',
};

/**
 * 消息: newest first under their days; a touch marks one as read and leads to what it tells of.
 * @param onFollow opens what a message leads to; messages without a link only are marked
 */
export function NoticesView({
  emptyHint,
  onFollow,
  onSettings,
}: {
  emptyHint: string;
  onFollow: (link: NonNullable<Notification['link']>) => void;
  onSettings: () => void;
}) {
  const { t } = useTranslation('notices');
  const back = useBack();
  const { list, open, readAll, isReadingAll } = useNotices();
  const anyUnread = list.items.some((notice) => notice.unread);
  const touch = (notice: Notification): void => {
    open(notice);
    if (notice.link !== null) onFollow(notice.link);
  };
  return (
    <PhonePage
      title={t('title')}
      onBack={back}
      action={
        anyUnread ? (
          <button type="button" className={styles.readAll} disabled={isReadingAll} onClick={readAll}>
            {t('readAll')}
          </button>
        ) : undefined
      }
    >
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t('none')}>
          <span className="small">{emptyHint}</span>
        </Nothing>
      ) : null}
      <Days notices={list.items} onTouch={touch} />
      <MoreButton list={list} />
      <button type="button" className={`plain-button ${styles.settings}`} onClick={onSettings}>
        <span className="link">{t('settings')}</span>
      </button>
    </PhonePage>
  );
}

function Days({ notices, onTouch }: { notices: readonly Notification[]; onTouch: (notice: Notification) => void }) {
  const days = new Map<string, Notification[]>();
  for (const notice of notices) {
    const date = businessDate(notice.at);
    days.set(date, [...(days.get(date) ?? []), notice]);
  }
  return [...days].map(([date, ofDay]) => (
    <section key={date}>
      <h2 className={styles.day}>{formatDateWeekday(date)}</h2>
      <Card>
        {ofDay.map((notice) => (
          <Line key={notice.notificationId} notice={notice} onTouch={() => onTouch(notice)} />
        ))}
      </Card>
    </section>
  ));
}

function Line({ notice, onTouch }: { notice: Notification; onTouch: () => void }) {
  const { t } = useTranslation('notices');
  return (
    <Row
      mark={
        <Round tone={TONES[notice.group]}>
          <Icon of={NOTICE_ICONS[notice.group]} size={18} />
        </Round>
      }
      title={
        <span className={styles.title} data-unread={notice.unread}>
          {notice.title}
          {notice.unread ? <i role="img" aria-label={t('unread')} /> : null}
        </span>
      }
      below={
        <>
          {notice.body}
          <br />
          {formatTime(notice.at)}
        </>
      }
      onOpen={onTouch}
    />
  );
}
