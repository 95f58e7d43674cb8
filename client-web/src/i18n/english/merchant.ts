import { bookings } from '../en/bookings.ts';
import { common } from '../en/common.ts';
import { domain } from '../en/domain.ts';
import { merchant } from '../en/merchant.ts';
import { notices } from '../en/notices.ts';
import { settlements } from '../en/settlements.ts';
import { shopOrders } from '../en/shop-orders.ts';
import { shopWork } from '../en/shop-work.ts';
import { signIn } from '../en/sign-in.ts';
import { signSheet } from '../en/sign-sheet.ts';

/** The English texts of the shops' pages, fetched only when somebody asks for English. */
export const english = {
  bookings,
  common,
  domain,
  merchant,
  notices,
  settlements,
  shopOrders,
  shopWork,
  signIn,
  signSheet,
};
