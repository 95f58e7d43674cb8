import { PAPER_FILES } from 'virtual:paper-files';
import {
  AnnotationMode,
  GlobalWorkerOptions,
  getDocument,
  InvalidPDFException,
  type PDFDocumentProxy,
  VerbosityLevel,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';
import { PAGE_PIXELS_MAX, scaleFor } from './page-scale.ts';

/** Why a paper is not shown. */
export type PaperTrouble = 'locked' | 'damaged' | 'slow' | 'unknown';

export class PaperError extends Error {
  constructor(readonly trouble: PaperTrouble) {
    super(trouble);
  }
}

export interface DrawnPage {
  readonly canvas: HTMLCanvasElement;
  /** Its words, as far as the file knows them: a scan has none. */
  readonly text: string;
}

/** A PDF whose pages can be drawn, one at a time. */
export interface OpenPaper {
  readonly pages: number;
  /** Draws a page so wide, in CSS pixels; sharper on sharp screens as far as memory allows. */
  draw(page: number, width: number, signal: AbortSignal): Promise<DrawnPage>;
  /** Ends the worker and whatever it is about. */
  close(): void;
}

/** A picture within a page that is larger than this is left out. */
const IMAGE_PIXELS_MAX = 60_000_000;
const TEXT_MAX = 20_000;
/** After this time nobody waits any more; a file can be made to take for ever. */
const PATIENCE_MS = 30_000;

GlobalWorkerOptions.workerSrc = workerUrl;

/**
 * Opens a PDF in a worker of its own. Nothing of it is run: no scripts, no actions, no forms, no links, no `eval`. Throws a
 * PaperError where it cannot be shown.
 */
export async function openPaper(bytes: Uint8Array): Promise<OpenPaper> {
  const task = getDocument({
    data: bytes,
    isEvalSupported: false,
    enableXfa: false,
    stopAtErrors: false,
    maxImageSize: IMAGE_PIXELS_MAX,
    canvasMaxAreaInBytes: PAGE_PIXELS_MAX * 4,
    cMapUrl: `${PAPER_FILES}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${PAPER_FILES}/standard_fonts/`,
    wasmUrl: `${PAPER_FILES}/wasm/`,
    useSystemFonts: true,
    verbosity: VerbosityLevel.ERRORS,
  });
  const close = (): void => void task.destroy().catch(() => undefined);
  try {
    const document = await inTime(task.promise);
    return { pages: document.numPages, draw: (page, width, signal) => drawPage(document, page, width, signal), close };
  } catch (error) {
    close();
    throw troubleOf(error);
  }
}

async function drawPage(
  document: PDFDocumentProxy,
  number: number,
  width: number,
  signal: AbortSignal,
): Promise<DrawnPage> {
  try {
    const page = await inTime(document.getPage(number));
    const natural = page.getViewport({ scale: 1 });
    const scale = scaleFor(natural.width, natural.height, width * (globalThis.devicePixelRatio || 1));
    if (scale === null) throw new PaperError('damaged');
    const viewport = page.getViewport({ scale });
    const canvas = globalThis.document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    const drawing = page.render({ canvas, viewport, annotationMode: AnnotationMode.DISABLE, background: '#fff' });
    const stop = (): void => drawing.cancel();
    signal.addEventListener('abort', stop);
    try {
      await inTime(drawing.promise);
    } finally {
      signal.removeEventListener('abort', stop);
      drawing.cancel();
    }
    const text = await inTime(page.getTextContent()).then(wordsOf, () => '');
    page.cleanup();
    return { canvas, text };
  } catch (error) {
    throw troubleOf(error);
  }
}

function wordsOf({ items }: { readonly items: readonly object[] }): string {
  const words = items.map((item) =>
    'str' in item ? `${String(item.str)}${'hasEOL' in item && item.hasEOL === true ? '\n' : ''}` : '',
  );
  return words.join('').trim().slice(0, TEXT_MAX);
}

function inTime<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new PaperError('slow')), PATIENCE_MS);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

function troubleOf(error: unknown): PaperError {
  if (error instanceof PaperError) return error;
  // The library does not export this one.
  if (error instanceof Error && error.name === 'PasswordException') return new PaperError('locked');
  return new PaperError(error instanceof InvalidPDFException ? 'damaged' : 'unknown');
}
