import '../theme/global.css';
import 'virtual:tokens.css';
import './public.css';
import { showFace } from '../components/start-face.tsx';
import { common } from '../i18n/zh/common.ts';
import { domain } from '../i18n/zh/domain.ts';
import { publicTexts } from '../i18n/zh/public.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { LandingPage } from './LandingPage.tsx';

void showFace(
  undefined,
  {
    zh: { common, domain, public: publicTexts, signIn },
    loadEnglish: async () => (await import('../i18n/english/public.ts')).english,
  },
  <LandingPage />,
);
