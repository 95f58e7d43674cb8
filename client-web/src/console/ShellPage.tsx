import { Navigate, Outlet, useLocation } from '@tanstack/react-router';
import { Button, Result, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { renewSession, useSession } from '../api/index.ts';
import { ErrorBoundary } from '../components/ErrorBoundary.tsx';
import { AppShell } from './components/AppShell.tsx';
import { UnitProvider } from './unit.tsx';

/** The sign-in gate of the console, and the shell behind it. */
export function ShellPage() {
  const session = useSession();
  const { t } = useTranslation('common');
  const location = useLocation();
  if (session.kind === 'unknown') return <Spin size="large" fullscreen description={t('state.loading')} />;
  if (session.kind === 'unreachable') {
    return (
      <Result
        status="warning"
        title={t('state.failed')}
        subTitle={t('state.offline')}
        extra={<Button onClick={() => void renewSession()}>{t('action.retry')}</Button>}
      />
    );
  }
  if (session.kind === 'signed_out') {
    const next = location.href === '/' ? undefined : location.href;
    return <Navigate to="/sign-in" search={next === undefined ? {} : { next }} replace />;
  }
  return (
    <UnitProvider>
      <AppShell>
        <ErrorBoundary key={location.pathname}>
          <Outlet />
        </ErrorBoundary>
      </AppShell>
    </UnitProvider>
  );
}
