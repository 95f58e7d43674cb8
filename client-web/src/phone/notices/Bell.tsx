import BellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import styles from './Bell.module.css';

/** More than these are not counted on a badge. */
const SHOWN_MAX = 99;

/** The bell at the head of a home page, with how many messages are unread. */
export function Bell({ unread, onOpen }: { unread: number; onOpen: () => void }) {
  const { t } = useTranslation('notices');
  return (
    <button
      type="button"
      className={styles.bell}
      aria-label={unread === 0 ? t('bell') : t('bellUnread', { count: unread })}
      onClick={onOpen}
    >
      <Icon of={BellOutlined} size={22} />
      {unread === 0 ? null : <Count unread={unread} />}
    </button>
  );
}

/** How many are unread, on red. */
export function Count({ unread }: { unread: number }) {
  const { t } = useTranslation('notices');
  return (
    <span className={styles.count} aria-hidden="true">
      {unread > SHOWN_MAX ? t('many') : unread}
    </span>
  );
}
