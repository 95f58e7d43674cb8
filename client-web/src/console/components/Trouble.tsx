import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError } from '../../api/index.ts';

/** What could not be read, why, and a way to try again. */
export function Trouble({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
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

/** In place of a page without the shell around it, such as one for the printer. */
export function PageTrouble({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation('common');
  return (
    <main>
      <h1 className="visually-hidden">{t('state.failed')}</h1>
      <Trouble error={error} onRetry={onRetry} />
    </main>
  );
}

/** In place of a page that whoever is signed in has no right to: the server would refuse all of it. */
export function NotYours() {
  const { t } = useTranslation('common');
  return (
    <Result
      status="warning"
      title={<h1 style={{ font: 'inherit' }}>{t('state.notYours')}</h1>}
      subTitle={t('state.notYoursHint')}
    />
  );
}
