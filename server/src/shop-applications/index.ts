export { createShopApplications, ensureShopApplications, type ShopApplicationsNoun } from './shop-applications.ts';
