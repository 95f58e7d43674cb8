export { createShopClosings, SHOP_CLOSINGS_JOB, type ShopClosings } from './shop-closings.ts';
