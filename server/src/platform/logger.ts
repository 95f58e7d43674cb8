import { pino } from 'pino';

export type Logger = pino.Logger;

/**
 * Structured log lines on standard output. Nothing that names a person may be logged: only opaque ids, codes, counts.
 * What slips in under a well-known name is removed.
 * @param level a pino level, or `silent`
 */
export function createLogger(level: string): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['phone', 'name', 'password', 'code', 'token', '*.phone', '*.name', '*.password', '*.token'],
      remove: true,
    },
    serializers: { error: describeError },
  });
}

/**
 * What may be logged of an error: its kind, code and where it arose. The message only where no library made it out of
 * data: a duplicate-key message of the database, for one, quotes the values.
 */
export function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { kind: typeof error };
  const code: unknown = 'code' in error ? error.code : undefined;
  const fromDatabase = error.name.startsWith('Mongo') || error.name === 'BulkWriteError';
  const frames = error.stack?.split('\n').filter((line) => line.trimStart().startsWith('at ')) ?? [];
  return {
    kind: error.name,
    ...(code === undefined ? {} : { errorCode: code }),
    ...(fromDatabase ? {} : { message: error.message }),
    stack: frames.slice(0, 12).map((line) => line.trim()),
  };
}
