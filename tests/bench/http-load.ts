/**
 * Load over HTTP from a process of its own, so that generator and server do not share an event loop.
 * Its parent sends url, method, headers, bodies, connections, seconds. Each request with a body has an
 * Idempotency-Key of its own. Sends `{perSecond, failed}` to its parent.
 */
import autocannon, { type AutocannonRequest } from 'autocannon';

interface Load {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: Record<string, string>;
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

const load = await new Promise<Load>((resolve) => process.once('message', resolve));
let counter = 0;
const nextId = (): string => `${process.pid.toString(36)}${(counter++).toString(36)}`.padStart(12, '0');

const result = await autocannon({
  url: load.url,
  connections: load.connections,
  duration: load.seconds,
  requests: [{ method: load.method, headers: load.headers, setupRequest: prepared }],
});
process.send?.({ perSecond: result['2xx'] / result.duration, failed: result.non2xx + result.errors });

function prepared(request: AutocannonRequest): AutocannonRequest {
  if (load.bodies.length === 0) return request;
  const body = load.bodies[Math.floor(Math.random() * load.bodies.length)] ?? '';
  return { ...request, body, headers: { ...load.headers, 'idempotency-key': nextId() } };
}
