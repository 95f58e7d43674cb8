import { Outlet, useLocation } from '@tanstack/react-router';
import { ErrorBoundary } from '../components/ErrorBoundary.tsx';
import { AppShell } from './components/AppShell.tsx';
import { LiveCounts } from './LiveCounts.tsx';
import { SessionGate } from './SessionGate.tsx';

/** The sign-in gate of the console, and the shell behind it. */
export function ShellPage() {
  const location = useLocation();
  return (
    <SessionGate>
      <LiveCounts>
        <AppShell>
          <ErrorBoundary key={location.pathname}>
            <Outlet />
          </ErrorBoundary>
        </AppShell>
      </LiveCounts>
    </SessionGate>
  );
}

/** Behind the gate but without menu and top bar: screens for the hall, pages for the printer. */
export function PlainPage() {
  const location = useLocation();
  return (
    <SessionGate>
      <ErrorBoundary key={location.pathname}>
        <Outlet />
      </ErrorBoundary>
    </SessionGate>
  );
}
