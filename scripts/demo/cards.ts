import { HOUSEHOLD_CARD } from './load-accounts.ts';
import { SHOPS } from './shops.ts';
import { DEMO_PASSWORD, RESIDENT_CARDS, STAFF } from './staff.ts';
import type { DemoWorld } from './world.ts';

/** A way to sign in to the demo, for the sign-in pages and the terminal. */
export interface DemoCard {
  readonly _id: string;
  readonly order: number;
  readonly face: 'console' | 'resident' | 'merchant';
  readonly titleZh: string;
  readonly titleEn: string;
  readonly hintZh: string;
  readonly hintEn: string;
  readonly username: string | null;
  readonly password: string | null;
  readonly phone: string | null;
}

/** Shops that can be tried out, with what their cards say in English. */
const SHOP_TITLES: Readonly<Record<string, string>> = {
  canteen: 'Shop: Nuanlin Canteen',
  store: 'Shop: Huilin Store',
  market: 'Shop: Jinxiu points market',
};

/** All role cards in their order: the office, shops, residents. */
export function demoCards(): DemoCard[] {
  const staff = STAFF.flatMap(({ card, titleZh = '', titleEn = '', hintZh = '', hintEn = '', username }) =>
    card === undefined
      ? []
      : [
          {
            _id: card,
            face: 'console' as const,
            titleZh,
            titleEn,
            hintZh,
            hintEn,
            username,
            password: DEMO_PASSWORD,
            phone: null,
          },
        ],
  );
  const shops = SHOPS.filter(({ username }) => username in SHOP_TITLES).map(({ username, name }) => ({
    _id: username,
    face: 'merchant' as const,
    titleZh: `商家 ${name}`,
    titleEn: SHOP_TITLES[username] ?? name,
    hintZh: username === 'market' ? '管货架、盘点和兑换日，核销' : '扫居民积分码，确认核销',
    hintEn: username === 'market' ? 'Keeps shelves and redemption days' : 'Scans residents, confirms redemptions',
    username,
    password: DEMO_PASSWORD,
    phone: null,
  }));
  const residents = [...RESIDENT_CARDS, HOUSEHOLD_CARD].map(({ card, titleZh, titleEn, hintZh, hintEn, phone }) => ({
    _id: card,
    face: 'resident' as const,
    titleZh,
    titleEn,
    hintZh,
    hintEn,
    username: null,
    password: null,
    phone,
  }));
  return [...staff, ...shops, ...residents].map((card, order) => ({ ...card, order }));
}

/** Puts the cards on the sign-in pages. */
export async function setCards({ context }: DemoWorld): Promise<void> {
  await context.demoAccess.setCards(demoCards());
}
