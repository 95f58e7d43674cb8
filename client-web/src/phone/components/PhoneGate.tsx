import { Outlet, useLocation } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { NetworkError } from '../../api/errors.ts';
import { renewSession, useSession } from '../../api/index.ts';
import { ErrorBoundary } from '../../components/ErrorBoundary.tsx';
import { ToSignIn } from '../../components/ToSignIn.tsx';
import { PhonePage } from './PhonePage.tsx';
import { Trouble, Waiting } from './states.tsx';

/** The sign-in gate of a phone face: the page asked for comes after the sign-in. */
export function PhoneGate({ children }: { children?: ReactNode }) {
  const session = useSession();
  const location = useLocation();
  if (session.kind === 'unknown') return <Loading />;
  if (session.kind === 'unreachable') {
    return (
      <PhonePage header={<span />}>
        <Trouble error={new NetworkError('unreachable')} onRetry={() => void renewSession()} />
      </PhonePage>
    );
  }
  if (session.kind === 'signed_out') {
    return (
      <ToSignIn>
        <Loading />
      </ToSignIn>
    );
  }
  return <ErrorBoundary key={location.pathname}>{children ?? <Outlet />}</ErrorBoundary>;
}

function Loading() {
  return (
    <PhonePage header={<span />}>
      <Waiting rows={6} />
    </PhonePage>
  );
}
