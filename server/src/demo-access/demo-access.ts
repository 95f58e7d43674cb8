import { demo as contract, refuse } from '@red-points/shared/contracts';
import type { Face } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import type { Auth } from '../auth/index.ts';
import type { RunningConfig } from '../config.ts';
import { type ApiRouter, publicRoute } from '../http/route.ts';
import { ensureCollection } from '../platform/database.ts';

const COLLECTION = 'demo_cards';

/** A role card of the sign-in page, as the demo loader keeps it. The passwords are the demo's, known to everybody. */
export interface DemoCard {
  /** Stable name: `secretary`, `canteen`, `elder`… */
  readonly _id: string;
  /** Place on the page, smallest first. */
  readonly order: number;
  readonly face: Face;
  readonly titleZh: string;
  readonly titleEn: string;
  readonly hintZh: string;
  readonly hintEn: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly phone: string | null;
}

export interface DemoAccess {
  /** Replaces the cards; for the demo loader. */
  setCards(cards: readonly DemoCard[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface DemoAccessDeps {
  readonly db: Db;
  readonly config: RunningConfig;
  readonly auth: Pick<Auth, 'newestCode'>;
}

export async function ensureDemoAccess(db: Db): Promise<void> {
  await ensureCollection(db, { name: COLLECTION });
}

/** Role cards and one-time codes on screen: only where invented people live. Everywhere else these paths do not exist. */
export function createDemoAccess({ db, config, auth }: DemoAccessDeps): DemoAccess {
  const cards = db.collection<DemoCard>(COLLECTION);
  return {
    setCards: async (wanted) => {
      for (const { _id, ...rest } of wanted) await cards.replaceOne({ _id }, rest, { upsert: true });
      await cards.deleteMany({ _id: { $nin: wanted.map(({ _id }) => _id) } });
    },
    routes: (router) => {
      publicRoute(router, contract.signIns, async () => {
        if (!config.demo) return refuse('demo_only');
        const found = await cards.find().sort({ order: 1 }).toArray();
        return { items: found.map(({ _id, order: _order, ...card }) => ({ card: _id, ...card })) };
      });
      publicRoute(router, contract.outbox, async ({ query }) => {
        if (!config.demo) return refuse('demo_only');
        return { code: await auth.newestCode(query.phone) };
      });
    },
  };
}
