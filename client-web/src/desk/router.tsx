import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { z } from 'zod';
import { Broken } from '../components/Broken.tsx';
import { StaffGate } from './StaffGate.tsx';

const BASE = '/desk';

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

/** Everything behind the sign-in. */
const gateRoute = createRoute({ getParentRoute: () => rootRoute, id: 'gate', component: StaffGate });

const homeRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/HomePage.tsx'), 'HomePage'),
});

export const activityRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities/$activityId',
  component: lazyRouteComponent(() => import('./pages/ActivityPage.tsx'), 'ActivityPage'),
});

export const codeRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities/$activityId/code',
  component: lazyRouteComponent(() => import('./pages/CodePage.tsx'), 'CodePage'),
});

export const scanRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities/$activityId/scan',
  validateSearch: z.object({ act: z.enum(['in', 'out']).catch('in') }),
  component: lazyRouteComponent(() => import('./pages/ScanPage.tsx'), 'ScanPage'),
});

export const listRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities/$activityId/list',
  component: lazyRouteComponent(() => import('./pages/NameListPage.tsx'), 'NameListPage'),
});

export const outRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/activities/$activityId/out',
  component: lazyRouteComponent(() => import('./pages/SignOutPage.tsx'), 'SignOutPage'),
});

export const claimRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/claims/new',
  validateSearch: z.object({
    person: z.string().optional(),
    draft: z.string().optional(),
    /** The returned claim that is corrected. */
    correct: z.string().optional(),
  }),
  component: lazyRouteComponent(() => import('./pages/NewClaimPage.tsx'), 'NewClaimPage'),
});

export const helpRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/help',
  validateSearch: z.object({ person: z.string().optional() }),
  component: lazyRouteComponent(() => import('./pages/HelpPage.tsx'), 'HelpPage'),
});

export const bookingRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/bookings/$bookingId',
  component: lazyRouteComponent(() => import('./pages/BookingPage.tsx'), 'BookingPage'),
});

const meRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/me',
  component: lazyRouteComponent(() => import('./pages/MePage.tsx'), 'MePage'),
});

const screensRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/screens',
  component: lazyRouteComponent(() => import('./pages/ScreensPage.tsx'), 'ScreensPage'),
});

const behindGate = [
  homeRoute,
  activityRoute,
  codeRoute,
  scanRoute,
  listRoute,
  outRoute,
  claimRoute,
  helpRoute,
  bookingRoute,
  meRoute,
  screensRoute,
];

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, gateRoute.addChildren(behindGate)]),
  basepath: BASE,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
