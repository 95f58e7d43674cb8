import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type Request, type Response, type Router } from 'express';
import { compressedAssets } from './compressed-assets.ts';

const BUILT_CLIENT = fileURLToPath(new URL('../../../client-web/dist', import.meta.url));

/** Each face's paths and the page that answers them; the page finds its way by itself. */
const FALLBACKS: readonly [RegExp, string][] = [
  [/^\/console(\/|$)/, 'console/index.html'],
  [/^\/app(\/|$)/, 'app/index.html'],
  [/^\/shop(\/|$)/, 'shop/index.html'],
  [/^\/desk(\/|$)/, 'desk/index.html'],
  [/^\/$|^\/(notice|rules|activities|digest|receipt|certificate|spot-checks|sign-in|trial)(\/|$)/, 'index.html'],
];

/** What QR codes lead to. Codes are upper case to stay small; paths are matched in any case. */
const CODES: readonly [string, (token: string) => string][] = [
  // A resident's own code, read by a plain camera: the page says that the shop scans it.
  ['/C/:token', () => '/app/code-info'],
  ['/K/:token', (token) => `/app/check-in?code=${encodeURIComponent(token)}`],
  // A printed check-in code: a token of another length, told apart by the server.
  ['/P/:token', (token) => `/app/check-in?code=${encodeURIComponent(token)}`],
  // A resident's card, read by a plain camera: the page says that staff scan it.
  ['/M/:token', () => '/app/code-info?of=card'],
  ['/S/:token', (token) => `/app/shop-code?code=${encodeURIComponent(token)}`],
];

/** The built web client: its files, the pages of its faces, and the addresses in QR codes. */
export function pages(webFolder: string | null): Router {
  const root = path.resolve(webFolder ?? BUILT_CLIENT);
  const router = express.Router({ caseSensitive: false });
  for (const [pattern, target] of CODES) {
    router.get(pattern, (req: Request<{ token: string }>, res) => {
      res.set('Cache-Control', 'no-store').redirect(302, target(req.params.token));
    });
  }
  // Short enough to type into the browser of a television.
  router.get('/screen', (_req, res) => res.redirect(302, '/console/screen'));
  router.use(compressedAssets(root));
  router.use(express.static(root, { index: false, redirect: false, setHeaders: cacheFor }));
  router.use((req, res, next) => {
    const page = FALLBACKS.find(([pattern]) => pattern.test(req.path))?.[1];
    if (page === undefined || path.extname(req.path) !== '' || (req.method !== 'GET' && req.method !== 'HEAD')) next();
    else sendPage(root, page, res);
  });
  router.use((_req, res) => {
    res.status(404).type('text/plain; charset=utf-8').send('没有这个页面。\nThere is no such page.\n');
  });
  return router;
}

function sendPage(root: string, page: string, res: Response): void {
  if (!existsSync(path.join(root, page))) {
    res.status(503).type('text/plain; charset=utf-8');
    res.send('网页尚未生成，请先运行 npm run build。\nThe web client is not built yet: npm run build\n');
    return;
  }
  res.set('Cache-Control', 'no-cache').sendFile(page, { root });
}

/** Built files carry a hash of their content in the name: they never change. */
function cacheFor(res: Response, file: string): void {
  const isHashed = /[\\/]assets[\\/]/.test(file);
  res.setHeader('Cache-Control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache');
}
