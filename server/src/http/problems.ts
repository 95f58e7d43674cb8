import { type Language, PROBLEMS, type ProblemDocument, problemText, type Refusal } from '@red-points/shared/contracts';
import type { Request, Response } from 'express';

/** The language that a request prefers: Chinese unless it asks for English first. */
export function languageOf(req: Request): Language {
  return /^\s*en\b/i.test(req.headers['accept-language'] ?? '') ? 'en' : 'zh';
}

/** Answers with a problem document (RFC 9457). A code outside the table would read as an internal error. */
export function sendProblem(req: Request, res: Response, refusal: Refusal): void {
  const row = PROBLEMS[refusal.refused] ?? PROBLEMS.internal_error;
  const language = languageOf(req);
  const document: ProblemDocument = {
    type: `urn:red-points:problem:${refusal.refused}`,
    title: problemText(refusal.refused, language, refusal.detail),
    status: row.status,
    code: refusal.refused,
    requestId: requestIdOf(res),
    ...(refusal.detail === undefined ? {} : { detail: refusal.detail }),
    ...(refusal.fields === undefined ? {} : { fields: refusal.fields }),
  };
  if (row.status === 401) res.set('WWW-Authenticate', 'Bearer');
  if (row.status === 429 || row.status === 503) res.set('Retry-After', String(refusal.detail?.seconds ?? 2));
  // A refusal is of this moment: nothing on the way may give it to somebody else.
  res.set('Cache-Control', 'no-store');
  res.status(row.status).set('Content-Language', language === 'en' ? 'en' : 'zh-CN');
  res.type('application/problem+json').send(JSON.stringify(document));
}

/** The id under which a request is found in the log. */
export function requestIdOf(res: Response): string {
  return String(res.locals.requestId ?? '');
}
