import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { z } from 'zod';
import { Broken } from '../components/Broken.tsx';
import { ShopGate } from './ShopGate.tsx';

const BASE = '/shop';

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
const gateRoute = createRoute({ getParentRoute: () => rootRoute, id: 'gate', component: ShopGate });

const homeRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/HomePage.tsx'), 'HomePage'),
});

const scanRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/scan',
  component: lazyRouteComponent(() => import('./pages/ScanPage.tsx'), 'ScanPage'),
});

const moreRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/more',
  component: lazyRouteComponent(() => import('./pages/MorePage.tsx'), 'MorePage'),
});

const historyRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/history',
  component: lazyRouteComponent(() => import('./pages/HistoryPage.tsx'), 'HistoryPage'),
});

export const orderRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/orders/$redemptionId',
  component: lazyRouteComponent(() => import('./pages/OrderPage.tsx'), 'OrderPage'),
});

const calendarRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/calendar',
  component: lazyRouteComponent(() => import('./pages/CalendarPage.tsx'), 'CalendarPage'),
});

const newSlotsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/calendar/new',
  component: lazyRouteComponent(() => import('./pages/NewSlotsPage.tsx'), 'NewSlotsPage'),
});

export const bookingRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/bookings/$bookingId',
  component: lazyRouteComponent(() => import('./pages/BookingPage.tsx'), 'BookingPage'),
});

const settlementsRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/settlements',
  component: lazyRouteComponent(() => import('./pages/SettlementsPage.tsx'), 'SettlementsPage'),
});

export const settlementPaperRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/settlements/$settlementId/paper',
  component: lazyRouteComponent(() => import('./pages/SettlementPaperPage.tsx'), 'SettlementPaperPage'),
});

const agreementRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/agreement',
  component: lazyRouteComponent(() => import('./pages/AgreementPage.tsx'), 'AgreementPage'),
});

const staffRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/staff',
  component: lazyRouteComponent(() => import('./pages/StaffPage.tsx'), 'StaffPage'),
});

const openingRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/opening',
  component: lazyRouteComponent(() => import('./pages/OpeningPage.tsx'), 'OpeningPage'),
});

const stockRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/stock',
  component: lazyRouteComponent(() => import('./pages/StockPage.tsx'), 'StockPage'),
});

const signSheetRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/sign-sheet',
  component: lazyRouteComponent(() => import('./pages/SignSheetPage.tsx'), 'SignSheetPage'),
});

const posterRoute = createRoute({
  getParentRoute: () => gateRoute,
  path: '/poster',
  component: lazyRouteComponent(() => import('./pages/PosterPage.tsx'), 'PosterPage'),
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

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    signInRoute,
    gateRoute.addChildren([
      homeRoute,
      scanRoute,
      moreRoute,
      historyRoute,
      orderRoute,
      calendarRoute,
      newSlotsRoute,
      bookingRoute,
      settlementsRoute,
      settlementPaperRoute,
      agreementRoute,
      staffRoute,
      openingRoute,
      stockRoute,
      signSheetRoute,
      posterRoute,
      messagesRoute,
      messageSettingsRoute,
    ]),
  ]),
  basepath: BASE,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
