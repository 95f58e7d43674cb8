import { useMe } from '../api/index.ts';
import { outsideValue } from '../components/outside-value.ts';

/** For which of several shops this phone stands. Stored on the device: it decides nothing that the server would not. */
const STORE_KEY = 'red-points.shop';
const chosenShop = outsideValue(() => window.localStorage.getItem(STORE_KEY));

export function chooseShop(shopId: string): void {
  window.localStorage.setItem(STORE_KEY, shopId);
  chosenShop.changed();
}

interface OwnShop {
  shopId: string;
  shopName: string;
}

/** The shops in which this sign-in works. */
export function useOwnShops(): OwnShop[] {
  return useMe().grants.flatMap(({ shopId, shopName }) =>
    shopId === null ? [] : [{ shopId, shopName: shopName ?? '' }],
  );
}

/** The shop that this sign-in serves: the chosen one, or its first. */
export function useOwnShop(): OwnShop | undefined {
  const shops = useOwnShops();
  const chosen = chosenShop.use();
  return shops.find(({ shopId }) => shopId === chosen) ?? shops[0];
}

/** Whether this sign-in owns the shop that it serves: hides what would be refused to who only works there. */
export function useIsOwner(): boolean {
  const shop = useOwnShop();
  return useMe().grants.some(({ role, shopId }) => role === 'merchant_owner' && shopId === shop?.shopId);
}
