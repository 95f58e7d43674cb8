import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import { pinoHttp } from 'pino-http';
import type { Ids } from '../platform/ids.ts';
import type { Logger } from '../platform/logger.ts';

/** Gives each request an id, which problem documents and the log name. */
export function requestIds(ids: Ids): RequestHandler {
  return (_req, res, next) => {
    const requestId = ids.next();
    res.locals.requestId = requestId;
    res.set('X-Request-Id', requestId);
    next();
  };
}

/**
 * One line per request: id, method, endpoint, status, time. No address of the caller, no path (codes and ids of people may
 * stand in it), no query, no header, no body.
 */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<IncomingMessage, ServerResponse>({
    logger,
    genReqId: (_req, res) => String((res as Response).locals.requestId),
    serializers: {
      req: (req: { id: unknown; method: string }) => ({ id: req.id, method: req.method }),
      res: (res: { statusCode: number }) => ({ status: res.statusCode }),
      err: (err: { type?: string }) => ({ kind: err.type }),
    },
    customSuccessObject: (_req, res, line: object) => ({ ...line, endpoint: endpointOf(res) }),
    customErrorObject: (_req, res, _error, line: object) => ({ ...line, endpoint: endpointOf(res) }),
    customLogLevel: (_req, res) => (res.statusCode >= 500 ? 'error' : 'info'),
    customSuccessMessage: () => 'answered',
    customErrorMessage: () => 'answered with a failure',
    autoLogging: { ignore: (req) => req.url === '/healthz' || req.url === '/readyz' || req.url === '/metrics' },
  });
}

function endpointOf(res: ServerResponse): string {
  const { endpointId } = (res as Response).locals;
  return typeof endpointId === 'string' ? endpointId : 'page';
}
