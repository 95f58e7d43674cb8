import { createReadStream, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { tokenStyleSheet } from './src/theme/tokens.ts';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Serves the colour tokens as a style sheet, so that the first paint already has them and no script has to write styles. */
function tokenStyles(): Plugin {
  const id = '/@red-points/tokens.css';
  return {
    name: 'red-points-tokens',
    resolveId: (source) => (source === 'virtual:tokens.css' ? id : undefined),
    load: (loaded) => (loaded === id ? tokenStyleSheet() : undefined),
  };
}

/**
 * Gives the reader of PDFs what it fetches while it draws: the tables of Chinese encodings, the fonts that a PDF may leave
 * out, the decoders of pictures. Taken from its package, so that they are of its version, which their address names.
 */
function paperFiles(): Plugin {
  const id = 'virtual:paper-files';
  const root = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'));
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string };
  const base = `assets/pdf-${version}`;
  const files = ['cmaps', 'standard_fonts', 'wasm'].flatMap((folder) =>
    readdirSync(path.join(root, folder))
      .filter((name) => !name.endsWith('.js'))
      .map((name) => `${folder}/${name}`),
  );
  return {
    name: 'red-points-paper-files',
    resolveId: (source) => (source === id ? `\0${id}` : undefined),
    load: (loaded) => (loaded === `\0${id}` ? `export const PAPER_FILES = '/${base}';` : undefined),
    generateBundle() {
      for (const file of files) {
        this.emitFile({ type: 'asset', fileName: `${base}/${file}`, source: readFileSync(path.join(root, file)) });
      }
    },
    configureServer: (server) => {
      server.middlewares.use(`/${base}`, (request, response, next) => {
        const file = files.find((each) => request.url === `/${each}`);
        if (file === undefined) next();
        else createReadStream(path.join(root, file)).pipe(response);
      });
    },
  };
}

/** Paths that people open below a face; each is answered by that face's page, as the server does it. */
const FACES = ['console', 'app', 'shop', 'desk'];

/** The single-page fallback of each face for `vite dev` and `vite preview`. */
function faceFallback(): Plugin {
  const rewrite = (request: { url?: string }): void => {
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    const face = FACES.find((name) => path === `/${name}` || path.startsWith(`/${name}/`));
    if (face !== undefined && !path.includes('.')) request.url = `/${face}/index.html`;
  };
  return {
    name: 'red-points-face-fallback',
    configureServer: (server) => {
      server.middlewares.use((request, _response, next) => {
        rewrite(request);
        next();
      });
    },
    configurePreviewServer: (server) => {
      server.middlewares.use((request, _response, next) => {
        rewrite(request);
        next();
      });
    },
  };
}

const apiTarget = process.env.API_URL ?? 'http://127.0.0.1:3000';
const proxy = { '/api': { target: apiTarget, changeOrigin: false } };

export default defineConfig({
  root: here('.'),
  // A hoisted second copy of React would break hooks: everything takes the one of this workspace.
  resolve: { dedupe: ['react', 'react-dom'] },
  plugins: [react(), tokenStyles(), paperFiles(), faceFallback()],
  appType: 'mpa',
  server: { proxy },
  preview: { proxy },
  build: {
    outDir: here('./dist'),
    emptyOutDir: true,
    // Inlined files would be data: URLs in scripts, which the content security policy does not allow for wasm.
    assetsInlineLimit: 0,
    manifest: true,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      input: {
        public: here('./index.html'),
        console: here('./console/index.html'),
        app: here('./app/index.html'),
        shop: here('./shop/index.html'),
        desk: here('./desk/index.html'),
      },
    },
  },
});
