import { demo, sessions } from '@red-points/shared/contracts';
import { useMutation } from '@tanstack/react-query';
import { call, signedIn } from '../api/index.ts';
import type { DemoSignIn } from './DemoCards.tsx';

/** Signs in by password at the console or at a shop. */
export function usePasswordSignIn(face: 'console' | 'merchant') {
  return useMutation({
    mutationFn: (given: { username: string; password: string }) =>
      call(sessions.signInByPassword, { body: { face, ...given } }),
    onSuccess: signedIn,
  });
}

/** Signs somebody in by phone and one-time code: a resident, or whoever works in a shop. */
export function useCodeSignIn(face: 'resident' | 'merchant') {
  return useMutation({
    mutationFn: (given: { phone: string; code: string }) => call(sessions.signInByCode, { body: { ...given, face } }),
    onSuccess: signedIn,
  });
}

/** The newest code sent to a phone of the demo; undefined where there is no demo. */
export async function trialCode(phone: string): Promise<string | undefined> {
  const answer = await call(demo.outbox, { query: { phone } }).catch(() => undefined);
  return answer?.code ?? undefined;
}

/** Signs in as a role card of the demo says. */
export function useCardSignIn() {
  return useMutation({
    mutationFn: async (card: DemoSignIn) => {
      if (card.face !== 'resident') {
        return call(sessions.signInByPassword, {
          body: { face: card.face, username: card.username ?? '', password: card.password ?? '' },
        });
      }
      const phone = card.phone ?? '';
      // A code sent a moment ago still holds; then asking for another is refused and the old one is used.
      await call(sessions.sendCode, { body: { phone } }).catch(() => undefined);
      return call(sessions.signInByCode, { body: { phone, code: (await trialCode(phone)) ?? '' } });
    },
    onSuccess: signedIn,
  });
}
