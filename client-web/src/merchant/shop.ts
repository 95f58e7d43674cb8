import { useMe } from '../api/index.ts';

/** The shop that this sign-in serves. */
export function useOwnShop(): { shopId: string; shopName: string } | undefined {
  const grant = useMe().grants.find((candidate) => candidate.shopId !== null);
  return grant?.shopId ? { shopId: grant.shopId, shopName: grant.shopName ?? '' } : undefined;
}
