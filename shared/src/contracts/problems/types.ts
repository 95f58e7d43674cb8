/**
 * One row of the problem table. `zh` and `en` say what happened and what to do next, politely, without codes.
 * `{name}` places take values from the problem's `detail`.
 */
export interface ProblemText {
  readonly status: 400 | 401 | 403 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 423 | 429 | 500 | 503;
  readonly zh: string;
  readonly en: string;
}

/** Types a noun's rows without widening the codes. */
export function problemRows<const Rows extends Record<string, ProblemText>>(rows: Rows): Rows {
  return rows;
}
