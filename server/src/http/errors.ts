import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { ErrorRequestHandler, RequestHandler } from 'express';
import { isDatabaseAway } from '../platform/database-away.ts';
import type { Logger } from '../platform/logger.ts';
import { requestIdOf, sendProblem } from './problems.ts';

/** Codes that errors carry by themselves and that callers may see. */
const KNOWN_CODES = new Set(['outcome_unknown', 'ledger_busy', 'unavailable'] as const);
type KnownCode = 'outcome_unknown' | 'ledger_busy' | 'unavailable';

/** What a thrown error means to the caller. Its own message is never shown. */
export function refusalOf(error: unknown): Refusal {
  if (typeof error !== 'object' || error === null) return refuse('internal_error');
  const { code, type, status, name } = error as { code?: unknown; type?: unknown; status?: unknown; name?: unknown };
  // Words about somebody whose data is gone cannot be kept any more.
  if (name === 'OwnerErasedError') return refuse('person_erased');
  if (typeof code === 'string' && (KNOWN_CODES as Set<string>).has(code)) return refuse(code as KnownCode);
  if (type === 'entity.too.large') return refuse('body_too_large');
  if (type === 'encoding.unsupported' || type === 'charset.unsupported') return refuse('media_type_unsupported');
  if (typeof type === 'string' && status === 400) return refuse('body_not_json');
  // Express could not decode the address.
  if (error instanceof URIError) return refuse('not_found');
  if (isDatabaseAway(error)) return refuse('unavailable');
  // Of several writes in one: the driver wraps what became of the line.
  const { errorResponse } = error as { errorResponse?: unknown };
  return errorResponse instanceof Error ? refusalOf(errorResponse) : refuse('internal_error');
}

/** The one place where errors become answers. */
export function errorHandler(logger: Logger): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const refusal = refusalOf(error);
    if (refusal.refused === 'internal_error' || refusal.refused === 'unavailable') {
      logger.error({ requestId: requestIdOf(res), endpoint: res.locals.endpointId, error }, 'a request failed');
    }
    if (res.headersSent) next(error);
    else sendProblem(req, res, refusal);
  };
}

/** What is below the API's path and served by nobody. */
export const unknownApiPath: RequestHandler = (req, res) => {
  sendProblem(req, res, refuse('not_found'));
};
