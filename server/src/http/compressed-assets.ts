import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { RequestHandler } from 'express';

const brotli = promisify(brotliCompress);
const gzipped = promisify(gzip);

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
};
const NAME = /^\/assets\/([\w.-]+)$/;
/** Smaller files gain nothing. */
const BYTES_MIN = 1_024;
/** The built client has a few hundred files; more would be somebody else's folder. */
const FILES_MAX = 2_000;
const BROTLI_QUALITY = 6;

/** Best first. */
const ENCODINGS = ['br', 'gzip'] as const;
type Encoding = (typeof ENCODINGS)[number];

function compress(content: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'gzip') return gzipped(content);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  return brotli(content, { params });
}

/**
 * Serves built files compressed to those who understand it: phones load a third of the bytes. Their names carry a hash of
 * their content, so each is compressed once and kept. What is not found here is left to the next handler.
 */
export function compressedAssets(root: string): RequestHandler {
  const kept = new Map<string, Promise<Buffer | null>>();

  const load = (name: string, encoding: Encoding): Promise<Buffer | null> => {
    const key = `${encoding}:${name}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const made = readFile(path.join(root, 'assets', name))
      .then((content) => (content.length < BYTES_MIN ? null : compress(content, encoding)))
      .catch(() => null);
    // A file that is missing now may be built later: only what was found is kept.
    void made.then((content) => {
      if (content === null) kept.delete(key);
    });
    if (kept.size < FILES_MAX) kept.set(key, made);
    return made;
  };

  return async (req, res, next) => {
    const name = req.method === 'GET' || req.method === 'HEAD' ? NAME.exec(req.path)?.[1] : undefined;
    const type = name === undefined ? undefined : TYPES[path.extname(name)];
    if (name === undefined || type === undefined) return next();
    res.vary('Accept-Encoding');
    // Browsers name gzip first and mean nothing by it: the smaller one is taken where both will do.
    const encoding = ENCODINGS.find((one) => req.acceptsEncodings(one) !== false);
    const content = encoding === undefined ? null : await load(name, encoding);
    if (content === null || encoding === undefined) return next();
    res.set({
      'Content-Encoding': encoding,
      'Content-Type': type,
      'Cache-Control': 'public, max-age=31536000, immutable',
    });
    res.send(content);
  };
}
