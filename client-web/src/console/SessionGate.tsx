import { Button, Result, Spin } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { renewSession, useSession } from '../api/index.ts';
import { ToSignIn } from '../components/ToSignIn.tsx';
import { UnitProvider } from './unit.tsx';

/** The sign-in gate of the console: shows its content to people who are signed in, and sends others to the sign-in page. */
export function SessionGate({ children }: { children: ReactNode }) {
  const session = useSession();
  const { t } = useTranslation('common');
  if (session.kind === 'unknown') return <Loading />;
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
    return (
      <ToSignIn>
        <Loading />
      </ToSignIn>
    );
  }
  return <UnitProvider>{children}</UnitProvider>;
}

function Loading() {
  const { t } = useTranslation('common');
  return <Spin size="large" fullscreen description={t('state.loading')} />;
}
