import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { z } from 'zod';
import { Broken } from '../components/Broken.tsx';
import { ShellPage } from './ShellPage.tsx';
import { reviewSearch } from './search.ts';

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

export const router = createRouter({
  routeTree: rootRoute.addChildren([signInRoute, shellRoute.addChildren([homeRoute, reviewRoute])]),
  basepath: CONSOLE_BASE,
  defaultPreload: 'intent',
  scrollRestoration: true,
});
