import BellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined';
import { Link } from '@tanstack/react-router';
import { Badge, Popover } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { useNotices } from '../../features/notices/use-notices.ts';
import { useUnread } from '../../features/notices/use-unread.ts';
import { MENU } from '../menu.ts';
import { NoticeLine } from '../parts/NoticeLine.tsx';
import { useMenuCounts } from './menu-counts.ts';
import styles from './Reminders.module.css';

/** How many messages the bell shows; the page has all. */
const SHOWN = 5;

/** The bell: what waits in the office, and the newest messages to this member of staff. */
export function Reminders() {
  const { t } = useTranslation('notices');
  const [open, setOpen] = useState(false);
  const counts = useMenuCounts();
  const unread = useUnread();
  const anyTask = Object.values(counts).some((count) => count > 0);
  return (
    <Popover
      trigger="click"
      placement="bottomRight"
      arrow={false}
      open={open}
      onOpenChange={setOpen}
      content={<Content onLeave={() => setOpen(false)} />}
    >
      <button
        type="button"
        className={styles.bell}
        aria-label={unread === 0 ? t('bell') : t('bellUnread', { count: unread })}
      >
        <Badge
          {...(unread > 0 ? { count: unread, overflowCount: 99, size: 'small' } : { dot: anyTask })}
          color="var(--brand)"
        >
          <Icon of={BellOutlined} size={18} className="quiet" />
        </Badge>
      </button>
    </Popover>
  );
}

function Content({ onLeave }: { onLeave: () => void }) {
  return (
    <div className={styles.content}>
      <Tasks onLeave={onLeave} />
      <Messages onLeave={onLeave} />
    </div>
  );
}

function Tasks({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation(['notices', 'console']);
  const counts = useMenuCounts();
  const waiting = MENU.flatMap((group) => group.items).filter((item) => (counts[item.key] ?? 0) > 0);
  return (
    <section>
      <h3>{t('tasks')}</h3>
      {waiting.length === 0 ? <p className="quiet">{t('noTasks')}</p> : null}
      <ul>
        {waiting.map((item) => (
          <li key={item.key}>
            <Link to={item.to} className={styles.task} onClick={onLeave}>
              <span>{t(`menu.${item.key}`, { ns: 'console' })}</span>
              <b>{counts[item.key]}</b>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Messages({ onLeave }: { onLeave: () => void }) {
  const { t } = useTranslation('notices');
  const { list, open } = useNotices({ limit: SHOWN });
  return (
    <section>
      <h3>{t('title')}</h3>
      {list.isSuccess && list.items.length === 0 ? <p className="quiet">{t('none')}</p> : null}
      <ul>
        {list.items.slice(0, SHOWN).map((notice) => (
          <li key={notice.notificationId}>
            <NoticeLine
              notice={notice}
              onOpen={() => {
                open(notice);
                onLeave();
              }}
            />
          </li>
        ))}
      </ul>
      <Link to="/messages" className={`link ${styles.all}`} onClick={onLeave}>
        {t('all')}
      </Link>
    </section>
  );
}
