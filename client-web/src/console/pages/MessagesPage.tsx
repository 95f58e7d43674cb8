import { notifications } from '@red-points/shared/contracts';
import { App, Button, Empty, Skeleton, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { useNotices } from '../../features/notices/use-notices.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { NoticeLine } from '../parts/NoticeLine.tsx';
import { Panel } from '../parts/Panel.tsx';
import styles from './MessagesPage.module.css';

/** 消息 to this member of staff: what became of their activities and of the claims they filed. */
export function MessagesPage() {
  const { t } = useTranslation(['notices', 'common']);
  const [onlyUnread, setOnlyUnread] = useState(false);
  const { list, open, readAll, isReadingAll } = useNotices({ show: onlyUnread ? 'unread' : 'all' });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        actions={
          <>
            <span className={styles['choice']}>
              <Switch size="small" checked={onlyUnread} aria-label={t('onlyUnread')} onChange={setOnlyUnread} />
              {t('onlyUnread')}
            </span>
            <Attention />
            <Button onClick={readAll} loading={isReadingAll} disabled={!list.items.some((notice) => notice.unread)}>
              {t('readAll')}
            </Button>
          </>
        }
      />
      <Panel title={t('all')}>
        {list.isError && list.items.length === 0 ? (
          <Trouble error={list.error} onRetry={() => void list.refetch()} />
        ) : null}
        {list.isPending ? <Skeleton active className={styles['waiting'] ?? ''} /> : null}
        {list.isSuccess && list.items.length === 0 ? (
          <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t(onlyUnread ? 'none' : 'noneStaff')} />
        ) : null}
        <ul className={styles['lines']}>
          {list.items.map((notice) => (
            <li key={notice.notificationId}>
              <NoticeLine notice={notice} onOpen={() => open(notice)} />
            </li>
          ))}
        </ul>
        {list.hasNextPage ? (
          <Button type="text" block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('action.loadMore', { ns: 'common' })}
          </Button>
        ) : null}
      </Panel>
    </Page>
  );
}

/** Whether new messages ask for attention. */
function Attention() {
  const { t } = useTranslation('notices');
  const { message } = App.useApp();
  const settings = useRead(notifications.settings, { query: {} });
  const change = useChange(notifications.changeSettings, { changes: [notifications.settings] });
  if (settings.data === undefined) return null;
  return (
    <span className={styles['choice']} title={t('inAppHint')}>
      <Switch
        size="small"
        aria-label={t('inApp')}
        checked={settings.data.inApp}
        loading={change.isPending}
        onChange={(inApp) =>
          change.mutate(
            { query: {}, body: { inApp } },
            {
              onError: (error) => void message.error(messageOf(error)),
              onSuccess: () => void message.success(t('saved')),
            },
          )
        }
      />
      {t('inApp')}
    </span>
  );
}
