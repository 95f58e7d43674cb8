import '../theme/global.css';
import 'virtual:tokens.css';
import './public.css';
import { showFace } from '../components/start-face.tsx';
import { common } from '../i18n/zh/common.ts';
import { domain } from '../i18n/zh/domain.ts';
import { publicTexts } from '../i18n/zh/public.ts';
import { publicNotice } from '../i18n/zh/public-notice.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { LandingPage } from './LandingPage.tsx';
import { NoticePage } from './NoticePage.tsx';

/** `/notice/<unit>` is the notice of a community; everything else of this face is the first page. */
const [, page, unitId] = window.location.pathname.split('/');

void showFace(
  undefined,
  {
    zh: { common, domain, public: publicTexts, publicNotice, signIn },
    loadEnglish: async () => (await import('../i18n/english/public.ts')).english,
  },
  page === 'notice' ? (
    <NoticePage unitId={unitId === undefined || unitId === '' ? undefined : decodeURIComponent(unitId)} />
  ) : (
    <LandingPage />
  ),
);
