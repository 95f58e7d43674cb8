import express, { type Router } from 'express';
import type { Db } from 'mongodb';
import type { Metrics } from '../platform/metrics.ts';

const PING_WITHIN_MS = 2_000;

/**
 * `/healthz`: the process answers. `/readyz`: it can serve too, since the database has a primary that takes writes.
 * `/metrics`: figures for Prometheus.
 */
export function health(db: Db, metrics: Metrics): Router {
  const router = express.Router();
  router.use((_req, res, next) => {
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'ok' });
  });
  router.get('/readyz', async (_req, res) => {
    const ready = await hasPrimary(db);
    res.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'database_unavailable' });
  });
  router.get('/metrics', async (_req, res) => {
    res.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });
  return router;
}

async function hasPrimary(db: Db): Promise<boolean> {
  try {
    const answer = await db.command({ hello: 1 }, { timeoutMS: PING_WITHIN_MS });
    return answer.isWritablePrimary === true;
  } catch {
    return false;
  }
}
