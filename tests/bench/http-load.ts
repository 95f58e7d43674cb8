/**
 * Load over HTTP, in a process of its own so that generator and server do not share an event loop. Each request takes one
 * of the headers and one of the bodies at random; those with a body have an Idempotency-Key of their own.
 */
import autocannon, { type AutocannonRequest } from 'autocannon';
import { answerParent } from './child.ts';

export interface HttpLoad {
  readonly url: string;
  readonly method: 'GET' | 'POST';
  readonly headers: readonly Readonly<Record<string, string>>[];
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
}

let counter = 0;
const nextId = (): string => `${process.pid.toString(36)}${(counter++).toString(36)}`.padStart(12, '0');
const anyOf = <T>(values: readonly T[]): T | undefined => values[Math.floor(Math.random() * values.length)];

/** Answers with requests per second; fails where any request did. */
answerParent<HttpLoad, number>(async ({ url, method, headers, bodies, connections, seconds }) => {
  const prepared = (request: AutocannonRequest): AutocannonRequest => {
    const body = anyOf(bodies);
    if (body === undefined) return headers.length === 1 ? request : { ...request, headers: { ...anyOf(headers) } };
    return { ...request, body, headers: { ...anyOf(headers), 'idempotency-key': nextId() } };
  };
  const result = await autocannon({
    url,
    connections,
    duration: seconds,
    requests: [{ method, headers: { ...headers[0] }, setupRequest: prepared }],
  });
  const failed = result.non2xx + result.errors;
  if (failed > 0) throw new Error(`${failed} requests failed`);
  return result['2xx'] / result.duration;
});
