export { createShopStaff, ensureShopStaff, type ShopStaffNoun } from './shop-staff.ts';
