import type { Notification } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatWhen } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { NOTICE_ICONS } from '../../features/notices/icons.ts';
import styles from './NoticeLine.module.css';
import { wayOf } from './notice-way.ts';

/** One message to a member of staff; a click opens what it tells of. */
export function NoticeLine({ notice, onOpen }: { notice: Notification; onOpen: () => void }) {
  const { t } = useTranslation('notices');
  const navigate = useNavigate();
  return (
    <button
      type="button"
      className={`plain-button ${styles['line']}`}
      data-unread={notice.unread}
      onClick={() => {
        onOpen();
        const to = wayOf(notice.link);
        if (to !== null) void navigate(to);
      }}
    >
      <span className={styles['mark']}>
        <Icon of={NOTICE_ICONS[notice.group]} size={16} />
      </span>
      <span className={styles['words']}>
        <span className={styles['title']}>
          {notice.title}
          {notice.unread ? <i role="img" aria-label={t('unread')} /> : null}
        </span>
        <span className="quiet">{notice.body}</span>
      </span>
      <span className={`small quiet ${styles['when']}`}>{formatWhen(notice.at)}</span>
    </button>
  );
}
