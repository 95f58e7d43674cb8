import { type ProblemDetail, type ProblemDocument, problemText } from '@red-points/shared/contracts';
import i18next from 'i18next';
import { currentLanguage } from '../i18n/index.ts';

/** One field of a request that was not accepted: its path, a code and words. */
export type ProblemField = NonNullable<ProblemDocument['fields']>[number];

/** The server answered and said no, with a stable code (RFC 9457). */
export class ProblemError extends Error {
  override name = 'ProblemError';
  readonly code: string;
  readonly status: number;
  readonly requestId: string | undefined;
  readonly detail: ProblemDetail;
  readonly fields: readonly ProblemField[];

  constructor(problem: Partial<ProblemDocument> & { status: number }) {
    super(problem.code ?? 'internal_error');
    this.code = problem.code ?? 'internal_error';
    this.status = problem.status;
    this.requestId = problem.requestId;
    this.detail = problem.detail ?? {};
    this.fields = problem.fields ?? [];
  }
}

/** No answer came to a request that changes nothing: asking again is always right. */
export class NetworkError extends Error {
  override name = 'NetworkError';
}

/**
 * No answer came to a request that may have been carried out.
 * Only a repeat with the same idempotency key may follow; the screen must not say that it failed.
 */
export class OutcomeUnknownError extends NetworkError {
  override name = 'OutcomeUnknownError';
}

/** Reads a refused answer; one without a problem document (a proxy's page) still becomes a ProblemError. */
export async function readProblem(response: Response): Promise<ProblemError> {
  const document: unknown = await response.json().catch(() => undefined);
  const problem = typeof document === 'object' && document !== null ? (document as Partial<ProblemDocument>) : {};
  return new ProblemError({ ...problem, status: response.status });
}

/** What an error means, in the language of the page. */
export function messageOf(error: unknown): string {
  if (error instanceof ProblemError) return problemText(error.code, currentLanguage(), error.detail);
  if (error instanceof OutcomeUnknownError) return i18next.t('common:state.unknown');
  if (error instanceof NetworkError) return i18next.t('common:state.offline');
  return problemText('internal_error', currentLanguage());
}

/** True when asking once more, with the same key, can help: no answer, a gateway's answer, or "not known yet". */
export function isWorthRepeating(error: unknown): boolean {
  if (error instanceof NetworkError) return true;
  if (!(error instanceof ProblemError)) return false;
  return error.code === 'outcome_unknown' || error.status === 502 || error.status === 503 || error.status === 504;
}

/**
 * True where the server has decided against a request, so that a next attempt is another one. No answer decides nothing,
 * and neither does a failure inside the server: what was asked for may have been done before it.
 */
export function isDecided(error: unknown): boolean {
  return error instanceof ProblemError && error.status < 500;
}
