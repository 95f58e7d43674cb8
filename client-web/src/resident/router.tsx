import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { z } from 'zod';
import { Broken } from '../components/Broken.tsx';
import { ResidentGate } from './ResidentGate.tsx';

const BASE = '/app';

const rootRoute = createRootRoute({
  component: Outlet,
  notFoundComponent: () => <Broken kind="notFound" homeHref={`${BASE}/`} />,
});

export const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  /** `next`: the page that was asked for; `card`: the demo role that the landing page chose. */
  validateSearch: z.object({ next: z.string().optional(), card: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/SignInPage.tsx'), 'SignInPage'),
});

/** Reached by scanning an organiser's screen: the ticket is fetched before anybody signs in. */
export const checkInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/check-in',
  /** `activity`: the one whose page the scan began from. */
  validateSearch: z.object({ code: z.string().optional(), activity: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/CheckInPage.tsx'), 'CheckInPage'),
});

/** Reached when somebody scans a resident's code with the phone's own camera. */
export const codeInfoRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/code-info',
  /** `card`: a printed card; else the code on a resident's phone. */
  validateSearch: z.object({ of: z.enum(['card']).optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/CodeInfoPage.tsx'), 'CodeInfoPage'),
});

/** Everything behind the sign-in. */
const gateRoute = createRoute({ getParentRoute: () => rootRoute, id: 'gate', component: ResidentGate });

const homeRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/HomePage.tsx'), 'HomePage'),
});

const registerRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/register',
  component: lazyRouteComponent(() => import('./pages/RegisterPage.tsx'), 'RegisterPage'),
});

export const statementRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/statement',
  /** `entry`: the entry to open. The month that runs unless a period is named; one's own account unless another is. */
  validateSearch: z.object({
    entry: z.string().optional(),
    from: z.iso.date().optional().catch(undefined),
    until: z.iso.date().optional().catch(undefined),
    account: z.string().optional(),
  }),
  component: lazyRouteComponent(() => import('./pages/StatementPage.tsx'), 'StatementPage'),
});

export const statementPrintRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/statement/print',
  validateSearch: z.object({ from: z.iso.date(), until: z.iso.date(), account: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/StatementPrintPage.tsx'), 'StatementPrintPage'),
});

const codeRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/code',
  component: lazyRouteComponent(() => import('./pages/MyCodePage.tsx'), 'MyCodePage'),
});

export const scanRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/scan',
  /** `activity`: the one whose page the scan began from. */
  validateSearch: z.object({ activity: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/ScanPage.tsx'), 'ScanPage'),
});

const activitiesRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities',
  component: lazyRouteComponent(() => import('./pages/ActivitiesPage.tsx'), 'ActivitiesPage'),
});

export const activityRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities/$activityId',
  component: lazyRouteComponent(() => import('./pages/ActivityPage.tsx'), 'ActivityPage'),
});

const teamsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/teams',
  component: lazyRouteComponent(() => import('./pages/TeamsPage.tsx'), 'TeamsPage'),
});

/** A leader signs members up. */
export const teamRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/teams/$teamId',
  component: lazyRouteComponent(() => import('./pages/TeamSignUpPage.tsx'), 'TeamSignUpPage'),
});

const calendarRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/calendar',
  component: lazyRouteComponent(() => import('./pages/CalendarPage.tsx'), 'CalendarPage'),
});

const attendancesRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/attendances',
  component: lazyRouteComponent(() => import('./pages/AttendancesPage.tsx'), 'AttendancesPage'),
});

export const offersRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/offers',
  /** `shop`: which shop to show first. */
  validateSearch: z.object({ shop: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/OffersPage.tsx'), 'OffersPage'),
});

/** Reached by scanning a shop's poster. */
export const shopCodeRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/shop-code',
  validateSearch: z.object({ code: z.string() }),
  component: lazyRouteComponent(() => import('./pages/ShopCodePage.tsx'), 'ShopCodePage'),
});

const redemptionsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/redemptions',
  component: lazyRouteComponent(() => import('./pages/RedemptionsPage.tsx'), 'RedemptionsPage'),
});

export const redemptionRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/redemptions/$redemptionId',
  component: lazyRouteComponent(() => import('./pages/RedemptionPage.tsx'), 'RedemptionPage'),
});

/** The times of a service. */
export const slotsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/offers/$offerId/slots',
  component: lazyRouteComponent(() => import('./pages/SlotsPage.tsx'), 'SlotsPage'),
});

const bookingsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/bookings',
  component: lazyRouteComponent(() => import('./pages/BookingsPage.tsx'), 'BookingsPage'),
});

export const bookingRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/bookings/$bookingId',
  component: lazyRouteComponent(() => import('./pages/BookingPage.tsx'), 'BookingPage'),
});

const claimsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/claims',
  component: lazyRouteComponent(() => import('./pages/ClaimsPage.tsx'), 'ClaimsPage'),
});

export const newClaimRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/claims/new',
  /** `correct`: a returned claim that is corrected; `draft`: one that was begun before. */
  validateSearch: z.object({ correct: z.string().optional(), draft: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/NewClaimPage.tsx'), 'NewClaimPage'),
});

const meRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('./pages/MePage.tsx'), 'MePage'),
});

const messagesRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/messages',
  component: lazyRouteComponent(() => import('./pages/MessagesPage.tsx'), 'MessagesPage'),
});

const messageSettingsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/messages/settings',
  component: lazyRouteComponent(() => import('./pages/MessageSettingsPage.tsx'), 'MessageSettingsPage'),
});

const donateRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/donate',
  component: lazyRouteComponent(() => import('./pages/DonatePage.tsx'), 'DonatePage'),
});

const donationsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/donations',
  component: lazyRouteComponent(() => import('./pages/DonationsPage.tsx'), 'DonationsPage'),
});

export const publicityRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/publicity',
  /** Reached from the public page: whose list, which publication, which line. One's own community unless another is named. */
  validateSearch: z.object({
    unit: z.string().optional().catch(undefined),
    batch: z.string().optional().catch(undefined),
    credit: z.string().optional().catch(undefined),
  }),
  component: lazyRouteComponent(() => import('./pages/PublicityPage.tsx'), 'PublicityPage'),
});

const objectionsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/objections',
  component: lazyRouteComponent(() => import('./pages/ObjectionsPage.tsx'), 'ObjectionsPage'),
});

const ownDataRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/own-data',
  component: lazyRouteComponent(() => import('./pages/OwnDataPage.tsx'), 'OwnDataPage'),
});

const eraseRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/own-data/erase',
  /** A child whose guardian asks; oneself without. */
  validateSearch: z.object({ person: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/ErasePage.tsx'), 'ErasePage'),
});

const correctRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/own-data/correct',
  validateSearch: z.object({ person: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/CorrectPage.tsx'), 'CorrectPage'),
});

const contestsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/contests',
  component: lazyRouteComponent(() => import('./pages/ContestsPage.tsx'), 'ContestsPage'),
});

const householdRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/household',
  component: lazyRouteComponent(() => import('./pages/HouseholdPage.tsx'), 'HouseholdPage'),
});

export const asOfRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/as-of',
  /** Yesterday unless a day is named; the account that counts now unless another is. */
  validateSearch: z.object({ day: z.iso.date().optional().catch(undefined), account: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/AsOfPage.tsx'), 'AsOfPage'),
});

/** Reached from a message too: invitations to work in a shop, and applications with one. */
const shopWorkRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/shop-work',
  component: lazyRouteComponent(() => import('./pages/ShopWorkPage.tsx'), 'ShopWorkPage'),
});

export const shopApplicationRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/shop-work/application',
  /** `id`: the application that is changed; a new one without. */
  validateSearch: z.object({ id: z.string().optional().catch(undefined) }),
  component: lazyRouteComponent(() => import('./pages/ShopApplicationPage.tsx'), 'ShopApplicationPage'),
});

const serviceRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/service',
  component: lazyRouteComponent(() => import('./pages/ServicePage.tsx'), 'ServicePage'),
});

export const certificateRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/certificates/$certificateId',
  component: lazyRouteComponent(() => import('./pages/CertificatePage.tsx'), 'CertificatePage'),
});

const helpRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/help',
  component: lazyRouteComponent(() => import('./pages/HelpPage.tsx'), 'HelpPage'),
});

const behindGate = [
  homeRoute,
  registerRoute,
  statementRoute,
  statementPrintRoute,
  codeRoute,
  scanRoute,
  activitiesRoute,
  activityRoute,
  teamsRoute,
  teamRoute,
  calendarRoute,
  attendancesRoute,
  offersRoute,
  shopCodeRoute,
  redemptionsRoute,
  redemptionRoute,
  slotsRoute,
  bookingsRoute,
  bookingRoute,
  claimsRoute,
  newClaimRoute,
  meRoute,
  messagesRoute,
  messageSettingsRoute,
  contestsRoute,
  ownDataRoute,
  eraseRoute,
  correctRoute,
  publicityRoute,
  objectionsRoute,
  donateRoute,
  donationsRoute,
  householdRoute,
  asOfRoute,
  shopWorkRoute,
  shopApplicationRoute,
  serviceRoute,
  certificateRoute,
  helpRoute,
];

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, checkInRoute, codeInfoRoute, gateRoute.addChildren(behindGate)]),
  basepath: BASE,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
