import InboxOutlined from '@ant-design/icons-svg/es/asn/InboxOutlined';
import WarningOutlined from '@ant-design/icons-svg/es/asn/WarningOutlined';
import { Button, Skeleton } from 'antd-mobile';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { Card } from './Card.tsx';
import styles from './states.module.css';

/** While a list or a card is being read. */
export function Waiting({ rows = 3 }: { rows?: number }) {
  const { t } = useTranslation('common');
  return (
    <Card label={t('state.loading')}>
      <div className={styles.waiting} aria-busy="true">
        <Skeleton.Title animated />
        <Skeleton.Paragraph lineCount={rows} animated />
      </div>
    </Card>
  );
}

/** Nothing to show, and what to do about it. */
export function Nothing({ title, children }: { title?: ReactNode; children?: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <div className={styles.state}>
      <Icon of={InboxOutlined} size={40} />
      <p>{title ?? t('state.empty')}</p>
      {children}
    </div>
  );
}

/** What went wrong in words, and a way to try again. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  // Asking again gives nobody a right.
  const mayRetry = !(error instanceof ProblemError && error.status === 403);
  return (
    <div className={styles.state} role="alert">
      <Icon of={WarningOutlined} size={40} />
      <p>{messageOf(error)}</p>
      {requestId === undefined ? null : <small>{t('state.requestId', { id: requestId })}</small>}
      {onRetry === undefined || !mayRetry ? null : (
        <Button size="small" onClick={onRetry}>
          {t('action.retry')}
        </Button>
      )}
    </div>
  );
}

/** In place of what whoever is signed in has no right to: the server would refuse all of it. */
export function NotYours() {
  const { t } = useTranslation('common');
  return (
    <div className={styles.state}>
      <Icon of={WarningOutlined} size={40} />
      <p>{t('state.notYours')}</p>
      <small>{t('state.notYoursHint')}</small>
    </div>
  );
}

/** The part of a query that decides what is shown. */
interface Readable<Data> {
  data: Data | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Shows a read: waiting, trouble, or its content. What was read before stays on screen while it is read again. */
export function Shown<Data>({
  of,
  rows,
  children,
}: {
  of: Readable<Data>;
  rows?: number;
  children: (data: Data) => ReactNode;
}) {
  if (of.data !== undefined) return <>{children(of.data)}</>;
  if (of.isPending) return <Waiting {...(rows === undefined ? {} : { rows })} />;
  return <Trouble error={of.error} onRetry={() => void of.refetch()} />;
}
