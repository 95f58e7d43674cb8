import type { RequestHandler } from 'express';
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
  return (req, res, next) => {
    res.set('Permissions-Policy', 'camera=(self), geolocation=(self), microphone=(), payment=()');
    headers(req, res, next);
  };
}
