/** An operation did not end in time. It may still end, and what it was to do may still be done. */
export class TimeLimitError extends Error {
  override readonly name = 'TimeLimitError';
  /** What a request answers that it ended: 503, ask again with the same key. */
  readonly code = 'unavailable';
}

/** What the server gets less than the caller waits, so that its own answer comes first where it can. */
const REPLY_MS = 500;

/**
 * Waits no longer than `timeoutMs` and a little for an operation. The database is told its limit by `maxTimeMS`; this is
 * for when no answer comes at all. (The driver's own `timeoutMS` does nothing in the version used.)
 */
export async function within<T>(timeoutMs: number, operation: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new TimeLimitError('the database did not answer in time')), timeoutMs + REPLY_MS);
  });
  try {
    return await Promise.race([operation, limit]);
  } finally {
    clearTimeout(timer);
  }
}
