import '../theme/global.css';
import 'virtual:tokens.css';
import '../theme/phone.css';
import { RouterProvider } from '@tanstack/react-router';
import { showFace } from '../components/start-face.tsx';
import { bookings } from '../i18n/zh/bookings.ts';
import { common } from '../i18n/zh/common.ts';
import { domain } from '../i18n/zh/domain.ts';
import { merchant } from '../i18n/zh/merchant.ts';
import { notices } from '../i18n/zh/notices.ts';
import { settlements } from '../i18n/zh/settlements.ts';
import { shopOrders } from '../i18n/zh/shop-orders.ts';
import { shopWork } from '../i18n/zh/shop-work.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { signSheet } from '../i18n/zh/sign-sheet.ts';
import { prepareAntdMobile } from '../phone/antd-mobile.ts';
import { router } from './router.tsx';

prepareAntdMobile();
void showFace(
  'merchant',
  {
    zh: { bookings, common, domain, merchant, notices, settlements, shopOrders, shopWork, signIn, signSheet },
    loadEnglish: async () => (await import('../i18n/english/merchant.ts')).english,
  },
  <RouterProvider router={router} />,
);
