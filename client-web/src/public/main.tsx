import '../theme/global.css';
import 'virtual:tokens.css';
import './public.css';
import { lazy, Suspense } from 'react';
import { showFace } from '../components/start-face.tsx';
import { common } from '../i18n/zh/common.ts';
import { digests } from '../i18n/zh/digests.ts';
import { domain } from '../i18n/zh/domain.ts';
import { publicTexts } from '../i18n/zh/public.ts';
import { publicActivities } from '../i18n/zh/public-activities.ts';
import { publicNotice } from '../i18n/zh/public-notice.ts';
import { publicRules } from '../i18n/zh/public-rules.ts';
import { publicSpotChecks } from '../i18n/zh/public-spot-checks.ts';
import { ruleWords } from '../i18n/zh/rule-words.ts';
import { service } from '../i18n/zh/service.ts';
import { signIn } from '../i18n/zh/sign-in.ts';
import { LandingPage } from './LandingPage.tsx';
import { NoticePage } from './NoticePage.tsx';

/** Who opens another public page needs nothing of this one. */
const DigestPage = lazy(async () => ({ default: (await import('./DigestPage.tsx')).DigestPage }));

const CertificatePage = lazy(async () => ({ default: (await import('./CertificatePage.tsx')).CertificatePage }));

const ActivitiesPage = lazy(async () => ({ default: (await import('./ActivitiesPage.tsx')).ActivitiesPage }));

const SpotChecksPage = lazy(async () => ({ default: (await import('./SpotChecksPage.tsx')).SpotChecksPage }));

const RulesPage = lazy(async () => ({ default: (await import('./RulesPage.tsx')).RulesPage }));

/**
 * `/notice/<unit>` is the notice of a community, `/rules/<unit>` its rules, `/activities/<unit>` its monthly activity list, `/certificate/<code>` checks a certificate of service, `/spot-checks` the monthly draws,
 * `/digest` the daily digests, `/receipt` the same with the desk for receipts first;
 * everything else of this face is the first page.
 */
const [, page, unitId] = window.location.pathname.split('/');

function PublicPage() {
  switch (page) {
    case 'notice':
      return <NoticePage unitId={unitId === undefined || unitId === '' ? undefined : decodeURIComponent(unitId)} />;
    case 'rules':
      return (
        <Suspense fallback={null}>
          <RulesPage unitId={unitId === undefined || unitId === '' ? undefined : decodeURIComponent(unitId)} />
        </Suspense>
      );
    case 'activities':
      return (
        <Suspense fallback={null}>
          <ActivitiesPage unitId={unitId === undefined || unitId === '' ? undefined : decodeURIComponent(unitId)} />
        </Suspense>
      );
    case 'spot-checks':
      return (
        <Suspense fallback={null}>
          <SpotChecksPage />
        </Suspense>
      );
    case 'certificate':
      return (
        <Suspense fallback={null}>
          <CertificatePage code={unitId === undefined || unitId === '' ? undefined : decodeURIComponent(unitId)} />
        </Suspense>
      );
    case 'digest':
    case 'receipt':
      return (
        <Suspense fallback={null}>
          <DigestPage deskFirst={page === 'receipt'} />
        </Suspense>
      );
    default:
      return <LandingPage />;
  }
}

void showFace(
  undefined,
  {
    zh: {
      common,
      digests,
      domain,
      public: publicTexts,
      publicActivities,
      publicNotice,
      publicRules,
      publicSpotChecks,
      ruleWords,
      service,
      signIn,
    },
    loadEnglish: async () => (await import('../i18n/english/public.ts')).english,
  },
  <PublicPage />,
);
