import type { Request, RequestHandler, Response } from 'express';
import helmet from 'helmet';

/**
 * Security headers. Scripts come from this server alone; `wasm-unsafe-eval` is what the QR reader's WebAssembly needs,
 * inline styles what the component libraries write.
 * @param isHttps whether people reach the server by HTTPS: only then may browsers be told to insist on it
 */
export function securityHeaders(isHttps: boolean): RequestHandler {
  const headers = helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        mediaSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        workerSrc: ["'self'", 'blob:'],
        frameSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
      },
    },
    strictTransportSecurity: isHttps,
    crossOriginEmbedderPolicy: false,
  });
  const all = [
    ...headersMadeBy(headers),
    ['Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=()'] as const,
  ];
  return (_req, res, next) => {
    for (const [name, value] of all) res.setHeader(name, value);
    next();
  };
}

/** They are the same for every answer: made once, not by a dozen functions each time. */
function headersMadeBy(middleware: RequestHandler): (readonly [string, string])[] {
  const made = new Map<string, string>();
  const recorder = {
    setHeader: (name: string, value: string) => made.set(name, value),
    removeHeader: (name: string) => made.delete(name),
  };
  let failed: unknown;
  middleware({} as Request, recorder as unknown as Response, (error: unknown) => {
    failed = error;
  });
  if (failed !== undefined) throw failed;
  if (made.size === 0) throw new Error('the security headers depend on the request: they cannot be made once');
  return [...made];
}
