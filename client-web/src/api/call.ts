import type { BodyInput, Endpoint, ParamsInput, QueryInput, ResponseOf } from '@red-points/shared/contracts';
import { API_BASE, IDEMPOTENCY_HEADER } from '@red-points/shared/contracts';
import { learnFromAnswer } from '../components/clock.ts';
import { currentLanguage } from '../i18n/index.ts';
import { NetworkError, OutcomeUnknownError, readProblem } from './errors.ts';
import { accessToken, renewSession, sessionEnded } from './session.ts';

type Given<Name extends string, Value> = [Value] extends [undefined]
  ? { [N in Name]?: undefined }
  : // biome-ignore lint/complexity/noBannedTypes: as above.
    {} extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value };

/** What a call of an endpoint needs: its params, query and body, each required only where the contract says so. */
export type CallInput<E> = Given<'params', ParamsInput<E>> &
  Given<'query', QueryInput<E>> &
  Given<'body', BodyInput<E>>;

export interface CallExtras {
  /** Made by the caller before sending, and the same on each repeat. */
  idempotencyKey?: string;
  signal?: AbortSignal;
  /** For `raw: 'upload'` endpoints. */
  file?: Blob;
  /** For uploads that want a form with a named file. */
  form?: FormData;
}

/** The answer type of an endpoint; endpoints without one answer nothing. */
export type CallAnswer<E> = ResponseOf<E> extends undefined ? undefined : ResponseOf<E>;

type AnyEndpoint = Endpoint;

interface LooseInput {
  params?: unknown;
  query?: unknown;
  body?: unknown;
}

/** No answer after this long counts as no answer; in milliseconds. */
const ANSWER_WITHIN_MS = 20_000;

/** Codes after which only a new sign-in helps. */
const SESSION_OVER = new Set(['token_expired', 'token_invalid', 'not_signed_in', 'session_ended', 'session_reused']);

/** The address of an endpoint below the API base, with its parameters and query filled in. */
export function addressOf(endpoint: AnyEndpoint, input: LooseInput): string {
  const params = (input.params ?? {}) as Record<string, unknown>;
  const path = endpoint.path.replace(/:(\w+)/g, (_match, name: string) =>
    encodeURIComponent(String(params[name] ?? '')),
  );
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((input.query ?? {}) as Record<string, unknown>)) {
    if (value !== undefined && value !== null && value !== '') search.set(name, String(value));
  }
  const query = search.toString();
  return `${API_BASE}${path}${query === '' ? '' : `?${query}`}`;
}

/**
 * What every request says of itself. Its language is the page's: the browser would send its own, and somebody who reads Chinese pages on
 * an English phone would be refused in English.
 */
export function usualHeaders(): Headers {
  return new Headers({
    accept: 'application/json, application/problem+json',
    'accept-language': currentLanguage() === 'en' ? 'en' : 'zh-CN',
  });
}

async function send(endpoint: AnyEndpoint, input: LooseInput, extras: CallExtras): Promise<Response> {
  const headers = usualHeaders();
  const token = accessToken();
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  if (extras.idempotencyKey !== undefined) headers.set(IDEMPOTENCY_HEADER, extras.idempotencyKey);
  let body: BodyInit | undefined;
  if (extras.file !== undefined) {
    headers.set('content-type', extras.file.type === '' ? 'application/octet-stream' : extras.file.type);
    body = extras.file;
  } else if (extras.form !== undefined) {
    // The browser writes the content type itself: it knows the boundary.
    body = extras.form;
  } else if (input.body !== undefined) {
    headers.set('content-type', 'application/json');
    body = JSON.stringify(input.body);
  }
  const deadline = AbortSignal.timeout(
    extras.file === undefined && extras.form === undefined ? ANSWER_WITHIN_MS : ANSWER_WITHIN_MS * 6,
  );
  const signal = extras.signal === undefined ? deadline : AbortSignal.any([deadline, extras.signal]);
  const askedAtMs = Date.now();
  try {
    const answer = await fetch(addressOf(endpoint, input), {
      method: endpoint.method,
      headers,
      credentials: 'same-origin',
      signal,
      ...(body === undefined ? {} : { body }),
    });
    learnFromAnswer(answer, askedAtMs);
    return answer;
  } catch (cause) {
    if (extras.signal?.aborted === true) throw cause;
    throw endpoint.method === 'GET'
      ? new NetworkError('offline', { cause })
      : new OutcomeUnknownError('unknown', { cause });
  }
}

/** Sends once, and once more with a new access token when the old one had run out. */
async function sendSignedIn(endpoint: AnyEndpoint, input: LooseInput, extras: CallExtras): Promise<Response> {
  const response = await send(endpoint, input, extras);
  if (response.status !== 401 || endpoint.access === 'public') return response;
  const problem = await readProblem(response.clone());
  if (problem.code === 'token_expired' && (await renewSession())) return send(endpoint, input, extras);
  if (SESSION_OVER.has(problem.code)) sessionEnded();
  return response;
}

/**
 * Calls an endpoint of the contract.
 * Throws `ProblemError` when the server said no, `NetworkError` when a reading request got no answer,
 * `OutcomeUnknownError` when a changing request got none.
 */
export async function call<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E> & CallExtras,
): Promise<CallAnswer<E>> {
  const response = await sendSignedIn(endpoint, input, input);
  if (!response.ok) throw await readProblem(response);
  if (response.status === 204 || endpoint.response === undefined) return undefined as CallAnswer<E>;
  const answer: unknown = await response.json().catch(() => {
    throw endpoint.method === 'GET' ? new NetworkError('cut off') : new OutcomeUnknownError('cut off');
  });
  const parsed = endpoint.response.safeParse(answer);
  // A newer server may say more or other things than this page knows: reported, and shown as far as it goes.
  if (!parsed.success) console.error(`${endpoint.id} answered outside its contract`, parsed.error.issues);
  return (parsed.success ? parsed.data : answer) as CallAnswer<E>;
}

/** Fetches a `raw: 'file'` endpoint and hands the file to the browser's download. */
export async function download<E extends AnyEndpoint>(
  endpoint: E,
  input: CallInput<E> & CallExtras,
  fileName: string,
): Promise<void> {
  const blob = await readFile(endpoint, input);
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = fileName;
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** Fetches a `raw: 'file'` endpoint (a picture, a sheet) as a blob, with the session's token. */
export async function readFile<E extends AnyEndpoint>(endpoint: E, input: CallInput<E> & CallExtras): Promise<Blob> {
  const response = await sendSignedIn(endpoint, input, input);
  if (!response.ok) throw await readProblem(response);
  return response.blob();
}
