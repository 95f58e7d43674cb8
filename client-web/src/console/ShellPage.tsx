import { Outlet, useLocation } from '@tanstack/react-router';
import { ErrorBoundary } from '../components/ErrorBoundary.tsx';
import { useMay } from '../features/use-may.ts';
import { AppShell } from './components/AppShell.tsx';
import { NotYours } from './components/Trouble.tsx';
import { LiveCounts } from './LiveCounts.tsx';
import { itemAt } from './menu.ts';
import { SessionGate } from './SessionGate.tsx';

/** The sign-in gate of the console, and the shell behind it. */
export function ShellPage() {
  const location = useLocation();
  return (
    <SessionGate>
      <LiveCounts>
        <AppShell>
          <ErrorBoundary key={location.pathname}>
            <Permitted />
          </ErrorBoundary>
        </AppShell>
      </LiveCounts>
    </SessionGate>
  );
}

/** The page, for those who have a right to it: an address is known to others, too. */
function Permitted() {
  const may = useMay();
  const needed = itemAt(useLocation().pathname)?.for ?? [];
  return needed.length === 0 || needed.some(may) ? <Outlet /> : <NotYours />;
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
