import { API_BASE } from '@red-points/shared/contracts';
import express, { type Express } from 'express';
import type { Db } from 'mongodb';
import swaggerUi from 'swagger-ui-express';
import type { RunningConfig } from '../config.ts';
import type { Clock } from '../platform/clock.ts';
import type { Ids } from '../platform/ids.ts';
import { errorHandler, unknownApiPath } from './errors.ts';
import { health } from './health.ts';
import { openApiText } from './openapi.ts';
import { pages } from './pages.ts';
import { PathRouters } from './path-routers.ts';
import { requestIds, requestLog } from './request-log.ts';
import type { ApiRouter, HttpContext } from './route.ts';
import { securityHeaders } from './security.ts';
import { serverDate } from './server-date.ts';

export interface HttpAppDeps {
  readonly config: RunningConfig;
  readonly db: Db;
  readonly ids: Ids;
  readonly clock: Clock;
  readonly http: HttpContext;
  /** Lets every noun register its endpoints. */
  readonly register: (router: ApiRouter) => void;
}

/** The Express app: the API, its description, health, and the web client's pages. */
export function createHttpApp(deps: HttpAppDeps): { app: Express; served: ReadonlySet<string> } {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.set('trust proxy', deps.config.trustProxy);
  app.use(serverDate(deps.clock), requestIds(deps.ids));
  if (deps.config.logLevel !== 'silent') app.use(requestLog(deps.http.logger));
  app.use(health(deps.db, deps.http.metrics));
  app.use(securityHeaders(deps.config.publicUrl.startsWith('https:')));

  const api: ApiRouter = { paths: new PathRouters(), http: deps.http, served: new Set(), handlers: new Map() };
  deps.register(api);
  app.use(API_BASE, api.paths.handle);

  app.get('/api/openapi.json', (_req, res) => {
    res.type('application/json').set('Cache-Control', 'no-cache').send(openApiText());
  });
  // The page names its files relative to itself.
  app.get('/api/docs', (req, res, next) => {
    if (req.path.endsWith('/')) next();
    else res.redirect(301, '/api/docs/');
  });
  app.use('/api/docs', swaggerUi.serve, swaggerUi.setup(undefined, { swaggerOptions: { url: '/api/openapi.json' } }));
  app.use('/api', unknownApiPath);
  app.use(pages(deps.config.webFolder));
  app.use(errorHandler(deps.http.logger));
  return { app, served: api.served };
}
