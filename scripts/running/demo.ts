import type { ServerConfig } from '@red-points/server/config';
import type { Report } from '../mongo/index.ts';

/** One way to sign in to the demo district. */
export interface DemoSignIn {
  /** Who it is, for people. */
  role: string;
  /** Path of the face: /console/, /app/ or /shop/. */
  path: string;
  /** User name or phone number. */
  account: string;
  /** Password, or how the one-time code is had. */
  secret: string;
}

const faces = { console: '/console/', resident: '/app/', merchant: '/shop/' } as const;

/**
 * Loads the demo district where it is missing, adds today's activities, and says how to sign in to it. The modules are
 * loaded only where there is a demo.
 */
export async function prepareDemo(config: ServerConfig, signal: AbortSignal, report: Report): Promise<DemoSignIn[]> {
  const [{ loadDemo }, { demoCards }] = await Promise.all([import('../demo/load.ts'), import('../demo/cards.ts')]);
  await loadDemo({ config, nowMs: Date.now(), signal, report });
  return demoCards().map((card) => ({
    role: `${card.titleZh} ${card.titleEn}`,
    path: faces[card.face],
    account: card.username ?? card.phone ?? '',
    secret: card.password ?? 'the code appears on the page',
  }));
}
