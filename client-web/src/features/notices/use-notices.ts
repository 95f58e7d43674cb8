import { type Notification, notifications } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useChange, useList } from '../../api/index.ts';

/** The messages of this sign-in in the page's language, and how they are marked as read. */
export function useNotices(options: { show?: 'all' | 'unread'; limit?: number; enabled?: boolean } = {}) {
  const { i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const { show = 'all', limit = 30, enabled = true } = options;
  const list = useList(notifications.list, { query: { show, limit, language } }, { staleMs: 0, enabled });
  const changes = [notifications.list, notifications.unread];
  const read = useChange(notifications.read, { changes });
  const readAll = useChange(notifications.readAll, { changes });
  const newest = list.items[0];
  return {
    list,
    /** Marks one that is opened; without effect on one that is read. */
    open: (notice: Notification): void => {
      if (notice.unread) read.mutate({ params: { notificationId: notice.notificationId } });
    },
    /** Marks what is on the page and older. */
    readAll: (): void => {
      if (newest !== undefined) readAll.mutate({ body: { until: newest.at } });
    },
    isReadingAll: readAll.isPending,
  };
}
