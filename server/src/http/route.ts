import {
  type BodyOf,
  type Endpoint,
  IDEMPOTENCY_HEADER,
  isRefusal,
  type Language,
  type ParamsOf,
  PROBLEMS,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { mayEver, type Principal } from '@red-points/shared/domain/permissions';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from '../platform/logger.ts';
import type { Metrics } from '../platform/metrics.ts';
import { fingerprintOf, type RequestIdentity } from './idempotency.ts';
import { jsonBody } from './json-body.ts';
import type { GeneralLimit } from './limits.ts';
import type { PathRouters } from './path-routers.ts';
import { languageOf, requestIdOf, sendProblem } from './problems.ts';
import { validate } from './validate.ts';

/** What the adapter needs of the rest; made once for an app. */
export interface HttpContext {
  /** The principal of a request's bearer token, null without one, or why the token does not count. */
  readonly authenticate: (req: Request) => Principal | null | Refusal;
  readonly generalLimit: GeneralLimit;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Throw where an answer does not fit its contract (tests); elsewhere it is logged. */
  readonly strictAnswers: boolean;
}

/** Where nouns register their endpoints. */
export interface ApiRouter {
  readonly paths: PathRouters;
  readonly http: HttpContext;
  /** Ids of the endpoints served so far. */
  readonly served: Set<string>;
  /** What answers an endpoint by its id: for `ask`. */
  readonly handlers: Map<string, (call: never) => unknown>;
}

/** A checked request, as a handler gets it. */
export interface Call<E> {
  readonly params: ParamsOf<E>;
  readonly query: QueryOf<E>;
  readonly body: BodyOf<E>;
  readonly principal: Principal;
  /** The Idempotency-Key header; empty only where the endpoint does not require one and none was sent. */
  readonly idempotencyKey: string;
  /** How this request is known when it comes again: caller, key, fingerprint of route and content. */
  identity(): RequestIdentity;
  readonly requestId: string;
  readonly language: Language;
  readonly req: Request;
  readonly res: Response;
}

/** A request that anybody may send: the principal is there only if somebody signed in sent it. */
export type PublicCall<E> = Omit<Call<E>, 'principal' | 'identity'> & { readonly principal: Principal | null };

/** What a handler returns: what the contract answers with, or a refusal. Endpoints without a response return nothing. */
export type Answer<E> = (ResponseOf<E> extends undefined ? undefined : ResponseOf<E>) | Refusal;

type Handler<C, E> = (call: C) => Promise<Answer<E>> | Answer<E>;

const IDEMPOTENCY_KEY = /^[\x21-\x7e]{8,200}$/;

/** Serves an endpoint that needs a sign-in. The policy table is the gate; the use case checks unit, shop and person. */
export function route<E extends Endpoint>(router: ApiRouter, endpoint: E, handler: Handler<Call<E>, E>): void {
  if (endpoint.access === 'public') throw new Error(`${endpoint.id} is public: serve it with publicRoute`);
  mount(router, endpoint, (call) => {
    if (call.principal === null) return refuse('not_signed_in');
    return handler(call as unknown as Call<E>);
  });
}

/** Serves an endpoint that anybody may call. */
export function publicRoute<E extends Endpoint>(
  router: ApiRouter,
  endpoint: E,
  handler: Handler<PublicCall<E>, E>,
): void {
  if (endpoint.access !== 'public') throw new Error(`${endpoint.id} is not public: serve it with route`);
  mount(router, endpoint, handler);
}

function mount<E extends Endpoint>(router: ApiRouter, endpoint: E, handler: Handler<PublicCall<E>, E>): void {
  if (router.served.has(endpoint.id)) throw new Error(`${endpoint.id} is served already`);
  router.served.add(endpoint.id);
  router.handlers.set(endpoint.id, handler as (call: never) => unknown);
  const method = endpoint.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete';
  const answer: RequestHandler = async (req, res) => {
    const startedAt = performance.now();
    res.locals.endpointId = endpoint.id;
    res.once('close', () => {
      const seconds = (performance.now() - startedAt) / 1000;
      router.http.metrics.httpSeconds.observe({ endpoint: endpoint.id, status: res.statusCode }, seconds);
    });
    await serve(router.http, endpoint, handler, req, res);
  };
  const takesJson = readsJson(endpoint);
  router.paths.of(endpoint.path)[method](endpoint.path, ...(takesJson ? [jsonBody, answer] : [answer]));
}

/**
 * Asks an endpoint that reads lists or figures as its caller would, without a request: scope, masks and the contract's cut are
 * the same, so whoever gathers answers can tell nobody more than each of them does. The general limit is the gatherer's.
 */
export async function ask<E extends Endpoint>(
  router: ApiRouter,
  endpoint: E,
  {
    principal,
    language,
    query = {},
  }: { readonly principal: Principal; readonly language: Language; readonly query?: object },
): Promise<ResponseOf<E> | Refusal> {
  const handler = router.handlers.get(endpoint.id);
  if (handler === undefined || endpoint.method !== 'GET') throw new Error(`${endpoint.id} cannot be asked`);
  if (endpoint.access === 'public') throw new Error(`${endpoint.id} is public`);
  if (endpoint.access !== 'signed_in' && !mayEver(principal, endpoint.access)) return refuse('forbidden');
  const checkedQuery = endpoint.query ? validate(endpoint.query, query, language) : { value: undefined };
  if (isRefusal(checkedQuery)) return checkedQuery;
  const call = { principal, language, query: checkedQuery.value, params: undefined, body: undefined };
  const answer = await handler(call as never);
  return isRefusal(answer) ? answer : (asPromised(router.http, endpoint, answer) as ResponseOf<E>);
}

async function serve<E extends Endpoint>(
  http: HttpContext,
  endpoint: E,
  handler: Handler<PublicCall<E>, E>,
  req: Request,
  res: Response,
): Promise<void> {
  const call = await checked(http, endpoint, req, res);
  const answer = isRefusal(call) ? call : await answered(endpoint, handler, call);
  if (isRefusal(answer)) {
    http.metrics.refusals.inc({ endpoint: endpoint.id, code: answer.refused });
    sendProblem(req, res, answer);
    return;
  }
  if (endpoint.raw === 'stream' || endpoint.raw === 'file') return;
  // What is for everybody and never changes says so itself; see public-cache.ts.
  if (!res.hasHeader('Cache-Control')) res.set('Cache-Control', 'no-store');
  res.status(endpoint.status ?? 200);
  if (endpoint.response === undefined) res.end();
  else sendJson(res, asPromised(http, endpoint, answer));
}

/**
 * What a request comes to. Of one that was sent twice at once, the slower may be refused by what the faster has just done
 * (decided already, closed, another one waits): asked again, it finds that, and has the first answer. Whatever else is in
 * conflict is so once more.
 */
async function answered<E extends Endpoint>(
  endpoint: E,
  handler: Handler<PublicCall<E>, E>,
  call: PublicCall<E>,
): Promise<Answer<E>> {
  const answer = await handler(call);
  const mayBeItsOwn = endpoint.idempotent === true && endpoint.countsTries !== true && endpoint.raw === undefined;
  return mayBeItsOwn && isRefusal(answer) && PROBLEMS[answer.refused].status === 409 ? handler(call) : answer;
}

/** Express would look at every answer for what only one with a version has: a condition that the caller made. */
function sendJson(res: Response, value: unknown): void {
  if (res.hasHeader('ETag')) {
    res.json(value);
    return;
  }
  const text = JSON.stringify(value);
  res.setHeader('Content-Type', 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(text));
  res.end(text);
}

/** Everything that can be checked before the handler: who, how often, what. */
async function checked<E extends Endpoint>(
  http: HttpContext,
  endpoint: E,
  req: Request,
  res: Response,
): Promise<PublicCall<E> | Refusal> {
  const isPublic = endpoint.access === 'public';
  const found = http.authenticate(req);
  // A public page stays readable with an old token: the caller counts as a stranger there.
  if (isRefusal(found) && !isPublic) return found;
  const principal = isRefusal(found) ? null : found;
  const limited = await http.generalLimit.count(principal?.userId ?? req.ip ?? 'unknown', res);
  if (limited !== null) return limited;
  if (!isPublic && principal === null) return refuse('not_signed_in');
  if (principal !== null && !isPublic && endpoint.access !== 'signed_in' && !mayEver(principal, endpoint.access)) {
    return refuse('forbidden');
  }
  return content(endpoint, principal, req, res);
}

function content<E extends Endpoint>(
  endpoint: E,
  principal: Principal | null,
  req: Request,
  res: Response,
): PublicCall<E> | Refusal {
  const language = languageOf(req);
  const idempotencyKey = req.get(IDEMPOTENCY_HEADER) ?? '';
  if (endpoint.idempotent === true && idempotencyKey === '') return refuse('idempotency_key_missing');
  if (idempotencyKey !== '' && !IDEMPOTENCY_KEY.test(idempotencyKey)) {
    return refuse('validation_failed', undefined, [
      { path: IDEMPOTENCY_HEADER, code: 'invalid_format', message: '8–200 ASCII' },
    ]);
  }
  const wantsJson = readsJson(endpoint);
  if (wantsJson && req.body === undefined && hasContent(req)) return refuse('media_type_unsupported');
  const params = endpoint.params ? validate(endpoint.params, req.params, language) : { value: undefined };
  if (isRefusal(params)) return params;
  const query = endpoint.query ? validate(endpoint.query, req.query, language) : { value: undefined };
  if (isRefusal(query)) return query;
  const body = wantsJson && endpoint.body ? validate(endpoint.body, req.body ?? {}, language) : { value: undefined };
  if (isRefusal(body)) return body;
  const call = {
    params: params.value,
    query: query.value,
    body: body.value,
    principal,
    idempotencyKey,
    identity: () => ({
      caller: principal?.userId ?? '',
      key: idempotencyKey,
      fingerprint: fingerprintOf(endpoint.id, params.value, body.value, principal?.actingPersonId ?? null),
    }),
    requestId: requestIdOf(res),
    language,
    req,
    res,
  };
  return call as unknown as PublicCall<E>;
}

/** Whether the body is read and checked here: files and large bodies are read by their handlers. */
function readsJson({ body, raw }: Endpoint): boolean {
  return body !== undefined && raw !== 'upload' && raw !== 'large_json';
}

function hasContent(req: Request): boolean {
  return req.headers['transfer-encoding'] !== undefined || Number(req.headers['content-length'] ?? 0) > 0;
}

/** The answer cut to its contract: a field that the contract does not name never leaves the server. */
function asPromised(http: HttpContext, endpoint: Endpoint, answer: unknown): unknown {
  const parsed = endpoint.response?.safeParse(answer);
  if (parsed === undefined || parsed.success) return parsed?.data;
  const issues = parsed.error.issues.slice(0, 5).map(({ path, code }) => `${path.join('.')} ${code}`);
  if (http.strictAnswers) throw new Error(`${endpoint.id} does not keep its contract: ${issues.join('; ')}`);
  http.logger.error({ endpoint: endpoint.id, issues }, 'an answer does not keep its contract');
  return answer;
}
