import { QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { type Face, makeQueryClient, renewSession, startFace } from '../api/index.ts';
import { watchSession } from '../api/session.ts';
import { type FaceTexts, startTexts } from '../i18n/index.ts';
import { applyTheme } from '../theme/mode.ts';
import { ErrorBoundary } from './ErrorBoundary.tsx';

/** Starts one face: theme, texts, the session from its cookie, then the page. `face` is absent on public pages. */
export async function showFace(face: Face | undefined, texts: FaceTexts, page: ReactNode): Promise<void> {
  applyTheme();
  const client = makeQueryClient();
  if (face !== undefined) {
    startFace(face);
    forgetOnSignOut(() => client.clear());
  }
  await startTexts(texts);
  if (face !== undefined) void renewSession();
  const root = document.getElementById('root');
  if (root === null) throw new Error('The page has no root element.');
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={client}>
        <ErrorBoundary>{page}</ErrorBoundary>
      </QueryClientProvider>
    </StrictMode>,
  );
}

/** What one person read must not stay for the next one at the same device. */
function forgetOnSignOut(forget: () => void): void {
  let person: string | undefined;
  watchSession((state) => {
    const now = state.kind === 'signed_in' ? `${state.me.userId} ${state.me.actingPersonId ?? ''}` : undefined;
    if (person !== undefined && now !== person) forget();
    person = now;
  });
}
