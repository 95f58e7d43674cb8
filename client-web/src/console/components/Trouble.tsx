import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError } from '../../api/index.ts';

/** What could not be read, why, and a way to try again. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation('common');
  const requestId = error instanceof ProblemError ? error.requestId : undefined;
  // Asking again gives nobody a right.
  const mayRetry = !(error instanceof ProblemError && error.status === 403);
  return (
    <Result
      status="warning"
      title={messageOf(error)}
      subTitle={requestId === undefined ? t('state.failedHint') : t('state.requestId', { id: requestId })}
      extra={onRetry === undefined || !mayRetry ? undefined : <Button onClick={onRetry}>{t('action.retry')}</Button>}
    />
  );
}
