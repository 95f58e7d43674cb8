import { Counter, collectDefaultMetrics, Histogram, Registry } from 'prom-client';

/** Figures for Prometheus. Nouns add their own to `registry`; labels never carry ids of people. */
export interface Metrics {
  readonly registry: Registry;
  readonly httpSeconds: Histogram<'endpoint' | 'status'>;
  readonly refusals: Counter<'endpoint' | 'code'>;
}

/**
 * A registry of its own for each app, so that two apps in one process do not clash.
 * @param withProcessFigures also memory, event loop and the like; once per process
 */
export function createMetrics(withProcessFigures: boolean): Metrics {
  const registry = new Registry();
  if (withProcessFigures) collectDefaultMetrics({ register: registry });
  return {
    registry,
    httpSeconds: new Histogram({
      name: 'red_points_http_request_seconds',
      help: 'Time from request to answer, by endpoint and status',
      labelNames: ['endpoint', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    refusals: new Counter({
      name: 'red_points_refusals_total',
      help: 'Refused requests by endpoint and problem code',
      labelNames: ['endpoint', 'code'],
      registers: [registry],
    }),
  };
}
