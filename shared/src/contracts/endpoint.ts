import type { z } from 'zod';
import type { Action } from '../domain/permissions/index.ts';

/** Everything below this path is the API. */
export const API_BASE = '/api/v1';

/** The header that names a request which moves points; the client makes it before sending. */
export const IDEMPOTENCY_HEADER = 'Idempotency-Key';

/**
 * Who may call: anybody; anybody who signed in; or whoever the policy table permits the action.
 * The use case checks the scope (unit, shop, self) once it knows the resource.
 */
export type Access = 'public' | 'signed_in' | Action;

type Schema = z.ZodType;

/** One HTTP operation: the only description of it, shared by server, client and OpenAPI. */
export interface Endpoint<
  Params extends Schema | undefined = Schema | undefined,
  Query extends Schema | undefined = Schema | undefined,
  Body extends Schema | undefined = Schema | undefined,
  Response extends Schema | undefined = Schema | undefined,
> {
  /** `<noun>.<verb>`, unique. */
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below API_BASE, with `:name` parameters. */
  readonly path: string;
  readonly summary: string;
  readonly access: Access;
  readonly params?: Params;
  readonly query?: Query;
  readonly body?: Body;
  /** Absent for 204 and for endpoints that answer with something else than JSON (`raw`). */
  readonly response?: Response;
  /** 200 unless said: 201 where something is created. */
  readonly status?: 200 | 201 | 202 | 204;
  /** The Idempotency-Key header is required (every request that moves points). */
  readonly idempotent?: boolean;
  /** A try counts, also one that is refused: the use case looks for the first answer itself, nothing asks it twice. */
  readonly countsTries?: boolean;
  /**
   * Not as usual: `upload` takes a file body, `large_json` a body as described that the handler reads and checks in parts,
   * `stream` is server-sent events, `file` downloads.
   */
  readonly raw?: 'upload' | 'large_json' | 'stream' | 'file';
}

/** Declares an endpoint; only types it. */
export function defineEndpoint<
  Params extends Schema | undefined = undefined,
  Query extends Schema | undefined = undefined,
  Body extends Schema | undefined = undefined,
  Response extends Schema | undefined = undefined,
>(endpoint: Endpoint<Params, Query, Body, Response>): Endpoint<Params, Query, Body, Response> {
  return endpoint;
}

type InputOf<S> = S extends Schema ? z.input<S> : undefined;
type OutputOf<S> = S extends Schema ? z.output<S> : undefined;

/** What a caller passes. */
export type ParamsInput<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _R> ? InputOf<P> : never;
export type QueryInput<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _R> ? InputOf<Q> : never;
export type BodyInput<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _R> ? InputOf<B> : never;
/** What a handler gets. */
export type ParamsOf<E> = E extends Endpoint<infer P, infer _Q, infer _B, infer _R> ? OutputOf<P> : never;
export type QueryOf<E> = E extends Endpoint<infer _P, infer Q, infer _B, infer _R> ? OutputOf<Q> : never;
export type BodyOf<E> = E extends Endpoint<infer _P, infer _Q, infer B, infer _R> ? OutputOf<B> : never;
export type ResponseOf<E> = E extends Endpoint<infer _P, infer _Q, infer _B, infer R> ? OutputOf<R> : never;
