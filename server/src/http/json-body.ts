import type { RequestHandler } from 'express';
import express from 'express';

const BYTES_MAX = 256 * 1024;
const PLAIN = 'application/json';

/** Leaves a mark of byte order out, as the library does. */
const utf8 = new TextDecoder();

/** Bodies in other encodings, of unknown length, or too large: what they are is found out by the library. */
const anyJson = express.json({ limit: BYTES_MAX });

/**
 * Reads a JSON body. One as our own clients send it (`application/json`, not compressed, its length said) is read and parsed
 * at once: asking what it is takes the library as long as the rest of the request's way to a handler.
 */
export const jsonBody: RequestHandler = (req, res, next) => {
  const { headers } = req;
  const bytes = Number(headers['content-length']);
  const isPlain = headers['content-type'] === PLAIN && headers['content-encoding'] === undefined;
  if (!isPlain || !(bytes > 0 && bytes <= BYTES_MAX)) {
    anyJson(req, res, next);
    return;
  }
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A sender who goes away before the end gets no answer: there is nobody to send it to.
  req.on('end', () => {
    try {
      req.body = objectIn(chunks);
    } catch (error) {
      next(error);
      return;
    }
    next();
  });
};

/** Thrown as the library throws, so that both are told to the sender in the same words. */
function objectIn(chunks: readonly Buffer[]): object {
  const [first = Buffer.alloc(0)] = chunks;
  const text = utf8.decode(chunks.length === 1 ? first : Buffer.concat(chunks));
  const notJson = Object.assign(new SyntaxError('the body is no JSON object or list'), {
    type: 'entity.parse.failed',
    status: 400,
  });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notJson;
  }
  if (typeof value !== 'object' || value === null) throw notJson;
  return value;
}
