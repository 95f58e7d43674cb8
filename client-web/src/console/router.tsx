import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { z } from 'zod';
import { Broken } from '../components/Broken.tsx';
import { PlainPage, ShellPage } from './ShellPage.tsx';
import {
  accountsSearch,
  activitiesSearch,
  batchesSearch,
  budgetsSearch,
  claimsSearch,
  evidenceSearch,
  fundSearch,
  importsSearch,
  ledgerSearch,
  merchantsSearch,
  oversightSearch,
  peopleSearch,
  publicitySearch,
  reportPrintSearch,
  reportsSearch,
  reviewSearch,
  rulesSearch,
  settlementsSearch,
  statementPrintSearch,
  transactionsSearch,
} from './search.ts';

/** Where the console lives. */
export const CONSOLE_BASE = '/console';

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <Broken kind="notFound" homeHref={`${CONSOLE_BASE}/`} />,
});

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  /** `next`: the page that was asked for; `card`: the demo role that the landing page chose. */
  validateSearch: z.object({ next: z.string().optional(), card: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'SignInPage'),
});

/** Everything behind the sign-in, inside the shell with menu and top bar. */
export const shellRoute = createRoute({ getParentRoute: () => rootRoute, id: 'shell', component: ShellPage });

const homeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/HomePage.tsx'), 'HomePage'),
});

const reviewRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reviews',
  validateSearch: reviewSearch,
  component: lazyRouteComponent(() => import('./pages/ReviewPage.tsx'), 'ReviewPage'),
});

const reviewOfficeRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/review-office',
  component: lazyRouteComponent(() => import('./pages/ReviewOfficePage.tsx'), 'ReviewOfficePage'),
});

const activitiesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/activities',
  validateSearch: activitiesSearch,
  component: lazyRouteComponent(() => import('./pages/ActivitiesPage.tsx'), 'ActivitiesPage'),
});

const teamsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/teams',
  component: lazyRouteComponent(() => import('./pages/TeamsPage.tsx'), 'TeamsPage'),
});

const peopleRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/people',
  validateSearch: peopleSearch,
  component: lazyRouteComponent(() => import('./pages/PeoplePage.tsx'), 'PeoplePage'),
});

const transactionsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/transactions',
  validateSearch: transactionsSearch,
  component: lazyRouteComponent(() => import('./pages/TransactionsPage.tsx'), 'TransactionsPage'),
});

const rulesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/rules',
  validateSearch: rulesSearch,
  component: lazyRouteComponent(() => import('./pages/RulesPage.tsx'), 'RulesPage'),
});

const importsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/imports',
  validateSearch: importsSearch,
  component: lazyRouteComponent(() => import('./pages/ImportsPage.tsx'), 'ImportsPage'),
});

const dataRequestsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/data-requests',
  validateSearch: accountsSearch,
  component: lazyRouteComponent(() => import('./pages/DataRequestsPage.tsx'), 'DataRequestsPage'),
});

const accountsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/accounts',
  validateSearch: accountsSearch,
  component: lazyRouteComponent(() => import('./pages/AccountsPage.tsx'), 'AccountsPage'),
});

const fundRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/fund',
  validateSearch: fundSearch,
  component: lazyRouteComponent(() => import('./pages/FundPage.tsx'), 'FundPage'),
});

const budgetsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/budgets',
  validateSearch: budgetsSearch,
  component: lazyRouteComponent(() => import('./pages/BudgetsPage.tsx'), 'BudgetsPage'),
});

const batchesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/batches',
  validateSearch: batchesSearch,
  component: lazyRouteComponent(() => import('./pages/BatchesPage.tsx'), 'BatchesPage'),
});

const merchantsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/merchants',
  validateSearch: merchantsSearch,
  component: lazyRouteComponent(() => import('./pages/MerchantsPage.tsx'), 'MerchantsPage'),
});

const settlementsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settlements',
  validateSearch: settlementsSearch,
  component: lazyRouteComponent(() => import('./pages/SettlementsPage.tsx'), 'SettlementsPage'),
});

/** What stands behind a sample of a closed statement. */
const evidenceRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/settlements/$settlementId/evidence',
  validateSearch: evidenceSearch,
  component: lazyRouteComponent(() => import('./pages/EvidencePage.tsx'), 'EvidencePage'),
});

const offersRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/offers',
  component: lazyRouteComponent(() => import('./pages/OffersPage.tsx'), 'OffersPage'),
});

const publicityRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/publicity',
  validateSearch: publicitySearch,
  component: lazyRouteComponent(() => import('./pages/PublicityPage.tsx'), 'PublicityPage'),
});

const claimsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/claims',
  validateSearch: claimsSearch,
  component: lazyRouteComponent(() => import('./pages/ClaimsPage.tsx'), 'ClaimsPage'),
});

const auditRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/AuditPage.tsx'), 'AuditPage'),
});

const staffRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/staff',
  component: lazyRouteComponent(() => import('./pages/StaffPage.tsx'), 'StaffPage'),
});

const noticesRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./pages/MessagesPage.tsx'), 'MessagesPage'),
});

const ledgerRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/ledger',
  validateSearch: ledgerSearch,
  component: lazyRouteComponent(() => import('./pages/LedgerPage.tsx'), 'LedgerPage'),
});

const reportsRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/reports',
  validateSearch: reportsSearch,
  component: lazyRouteComponent(() => import('./pages/ReportsPage.tsx'), 'ReportsPage'),
});

/** The screen in a hall: nobody is signed in there, it proves itself. */
const screenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/screen',
  component: lazyRouteComponent(() => import('./pages/HallScreenPage.tsx'), 'HallScreenPage'),
});

const displaysRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/displays',
  component: lazyRouteComponent(() => import('./pages/DisplaysPage.tsx'), 'DisplaysPage'),
});

const cardRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/card/$personId',
  component: lazyRouteComponent(() => import('./pages/CardPrintPage.tsx'), 'CardPrintPage'),
});

const checkInPosterRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/check-in/$activityId',
  component: lazyRouteComponent(() => import('./pages/CheckInPosterPage.tsx'), 'CheckInPosterPage'),
});

/** Behind the sign-in but without menu: the screen in the hall and pages for the printer. */
const plainRoute = createRoute({ getParentRoute: () => rootRoute, id: 'plain', component: PlainPage });

const displayRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/display/$activityId',
  component: lazyRouteComponent(() => import('./pages/DisplayPage.tsx'), 'DisplayPage'),
});

const activityPosterRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/activity/$activityId',
  component: lazyRouteComponent(() => import('./pages/ActivityPosterPage.tsx'), 'ActivityPosterPage'),
});

const signUpSheetRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/sign-ups/$activityId',
  component: lazyRouteComponent(() => import('./pages/SignUpSheetPage.tsx'), 'SignUpSheetPage'),
});

const shopPosterRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/shop/$shopId',
  component: lazyRouteComponent(() => import('./pages/ShopPosterPage.tsx'), 'ShopPosterPage'),
});

const shopSignSheetRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/sign-sheet/$shopId',
  validateSearch: z.object({
    from: z.iso.date().optional().catch(undefined),
    until: z.iso.date().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/ShopSignSheetPage.tsx'), 'ShopSignSheetPage'),
});

const shopStockRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/stock/$shopId',
  component: lazyRouteComponent(() => import('./pages/ShopStockPage.tsx'), 'ShopStockPage'),
});

const settlementPrintRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/settlement/$settlementId',
  component: lazyRouteComponent(() => import('./pages/SettlementPrintPage.tsx'), 'SettlementPrintPage'),
});

const passbookRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/passbook/$personId',
  component: lazyRouteComponent(() => import('./pages/PassbookPage.tsx'), 'PassbookPage'),
});

const reportPrintRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/report',
  validateSearch: reportPrintSearch,
  component: lazyRouteComponent(() => import('./pages/ReportPrintPage.tsx'), 'ReportPrintPage'),
});

const statementPrintRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/statement/$personId',
  validateSearch: statementPrintSearch,
  component: lazyRouteComponent(() => import('./pages/StatementPrintPage.tsx'), 'StatementPrintPage'),
});

const oversightRoute = createRoute({
  getParentRoute: () => shellRoute,
  path: '/oversight',
  validateSearch: oversightSearch,
  component: lazyRouteComponent(() => import('./pages/OversightPage.tsx'), 'OversightPage'),
});

const certificatePrintRoute = createRoute({
  getParentRoute: () => plainRoute,
  path: '/print/certificate/$personId/$certificateId',
  component: lazyRouteComponent(() => import('./pages/CertificatePrintPage.tsx'), 'CertificatePrintPage'),
});

const pages = [
  homeRoute,
  reviewRoute,
  reviewOfficeRoute,
  publicityRoute,
  claimsRoute,
  activitiesRoute,
  teamsRoute,
  displaysRoute,
  peopleRoute,
  transactionsRoute,
  rulesRoute,
  budgetsRoute,
  importsRoute,
  accountsRoute,
  dataRequestsRoute,
  fundRoute,
  batchesRoute,
  offersRoute,
  merchantsRoute,
  settlementsRoute,
  evidenceRoute,
  reportsRoute,
  oversightRoute,
  auditRoute,
  noticesRoute,
  staffRoute,
  ledgerRoute,
];
const plainPages = [
  displayRoute,
  activityPosterRoute,
  signUpSheetRoute,
  checkInPosterRoute,
  cardRoute,
  shopPosterRoute,
  shopSignSheetRoute,
  shopStockRoute,
  settlementPrintRoute,
  passbookRoute,
  reportPrintRoute,
  statementPrintRoute,
  certificatePrintRoute,
];

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    screenRoute,
    shellRoute.addChildren(pages),
    plainRoute.addChildren(plainPages),
  ]),
  basepath: CONSOLE_BASE,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
