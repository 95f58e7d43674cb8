import '../theme/global.css';
import 'virtual:tokens.css';
import './console.css';
import { showFace } from '../components/start-face.tsx';
import { claimForm } from '../i18n/zh/claim-form.ts';
import { common } from '../i18n/zh/common.ts';
import { console } from '../i18n/zh/console.ts';
import { contests } from '../i18n/zh/contests.ts';
import { debt } from '../i18n/zh/debt.ts';
import { domain } from '../i18n/zh/domain.ts';
import { notices } from '../i18n/zh/notices.ts';
import { objections } from '../i18n/zh/objections.ts';
import { ownData } from '../i18n/zh/own-data.ts';
import { receipts } from '../i18n/zh/receipts.ts';
import { ruleWords } from '../i18n/zh/rule-words.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { statement } from '../i18n/zh/statement.ts';
import { ConsoleApp } from './ConsoleApp.tsx';
import { consolePages } from './texts-zh.ts';

void showFace(
  'console',
  {
    zh: {
      claimForm,
      common,
      contests,
      console,
      debt,
      domain,
      notices,
      objections,
      ownData,
      receipts,
      ruleWords,
      signIn,
      statement,
      ...consolePages,
    },
    loadEnglish: async () => (await import('../i18n/english/console.ts')).english,
  },
  <ConsoleApp />,
);
