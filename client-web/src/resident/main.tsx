import '../theme/global.css';
import 'virtual:tokens.css';
import '../theme/phone.css';
import { RouterProvider } from '@tanstack/react-router';
import { showFace } from '../components/start-face.tsx';
import { bookings } from '../i18n/zh/bookings.ts';
import { claimForm } from '../i18n/zh/claim-form.ts';
import { common } from '../i18n/zh/common.ts';
import { contests } from '../i18n/zh/contests.ts';
import { debt } from '../i18n/zh/debt.ts';
import { domain } from '../i18n/zh/domain.ts';
import { notices } from '../i18n/zh/notices.ts';
import { objections } from '../i18n/zh/objections.ts';
import { ownData } from '../i18n/zh/own-data.ts';
import { receipts } from '../i18n/zh/receipts.ts';
import { resident } from '../i18n/zh/resident.ts';
import { residentAccounts } from '../i18n/zh/resident-accounts.ts';
import { residentTeams } from '../i18n/zh/resident-teams.ts';
import { ruleWords } from '../i18n/zh/rule-words.ts';
import { service } from '../i18n/zh/service.ts';
import { shopWork } from '../i18n/zh/shop-work.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { statement } from '../i18n/zh/statement.ts';
import { prepareAntdMobile } from '../phone/antd-mobile.ts';
import { applyElder } from '../phone/elder.ts';
import { router } from './router.tsx';

applyElder();
prepareAntdMobile();
void showFace(
  'resident',
  {
    zh: {
      bookings,
      claimForm,
      common,
      contests,
      debt,
      domain,
      notices,
      objections,
      ownData,
      receipts,
      resident,
      residentAccounts,
      residentTeams,
      ruleWords,
      service,
      shopWork,
      signIn,
      statement,
    },
    loadEnglish: async () => (await import('../i18n/english/resident.ts')).english,
  },
  <RouterProvider router={router} />,
);
