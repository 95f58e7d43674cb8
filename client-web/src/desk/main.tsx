import '../theme/global.css';
import 'virtual:tokens.css';
import '../theme/phone.css';
import { RouterProvider } from '@tanstack/react-router';
import { showFace } from '../components/start-face.tsx';
import { bookings } from '../i18n/zh/bookings.ts';
import { claimForm } from '../i18n/zh/claim-form.ts';
import { common } from '../i18n/zh/common.ts';
import { desk } from '../i18n/zh/desk.ts';
import { domain } from '../i18n/zh/domain.ts';
import { resident } from '../i18n/zh/resident.ts';
import { ruleWords } from '../i18n/zh/rule-words.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { prepareAntdMobile } from '../phone/antd-mobile.ts';
import { router } from './router.tsx';

prepareAntdMobile();
// Staff have one session, at the desk in the office and on the phone.
void showFace(
  'console',
  {
    zh: { bookings, claimForm, common, desk, domain, resident, ruleWords, signIn },
    loadEnglish: async () => (await import('../i18n/english/desk.ts')).english,
  },
  <RouterProvider router={router} />,
);
