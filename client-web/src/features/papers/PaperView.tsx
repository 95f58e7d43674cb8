import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './PaperView.module.css';
import type { OpenPaper, PaperTrouble } from './pdf-document.ts';

const ZOOMS = [1, 1.5, 2, 3, 4] as const;

type Opening =
  | { readonly state: 'opening' }
  | { readonly state: 'open'; readonly paper: OpenPaper }
  | { readonly state: 'trouble'; readonly trouble: PaperTrouble | 'offline' };

/** Opens a paper; what reads PDFs is loaded only now. */
function usePaper(file: Blob): readonly [Opening, () => void, (trouble: PaperTrouble) => void] {
  const [opening, setOpening] = useState<Opening>({ state: 'opening' });
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens the same file again.
  useEffect(() => {
    let isGone = false;
    let paper: OpenPaper | undefined;
    setOpening({ state: 'opening' });
    void open(file).then((opened) => {
      if (opened.state === 'open') paper = opened.paper;
      if (isGone) paper?.close();
      else setOpening(opened);
    });
    return () => {
      isGone = true;
      paper?.close();
    };
  }, [file, attempt]);
  return [opening, () => setAttempt(attempt + 1), (trouble) => setOpening({ state: 'trouble', trouble })];
}

async function open(file: Blob): Promise<Opening> {
  const reader = await import('./pdf-document.ts').catch(() => null);
  if (reader === null) return { state: 'trouble', trouble: 'offline' };
  try {
    return { state: 'open', paper: await reader.openPaper(new Uint8Array(await file.arrayBuffer())) };
  } catch (error) {
    return { state: 'trouble', trouble: error instanceof reader.PaperError ? error.trouble : 'unknown' };
  }
}

/** A PDF page by page, as large as wanted. `save` is the link that saves it, which stays where it cannot be shown. */
export function PaperView({ file, save }: { file: Blob; save: ReactNode }) {
  const { t } = useTranslation('claimForm');
  const [opening, retry, giveUp] = usePaper(file);
  if (opening.state === 'opening') {
    return (
      <div className={styles['message']} role="status">
        {t('paperView.opening')}
      </div>
    );
  }
  if (opening.state === 'trouble') {
    return (
      <div className={styles['message']} role="alert">
        <p>{t(`paperView.trouble.${opening.trouble}`)}</p>
        <p className={styles['acts']}>
          {opening.trouble === 'offline' || opening.trouble === 'slow' ? (
            <button type="button" className="link plain-button" onClick={retry}>
              {t('paperView.retry')}
            </button>
          ) : null}
          {save}
        </p>
      </div>
    );
  }
  return <Pages paper={opening.paper} save={save} onTrouble={giveUp} />;
}

function Pages({
  paper,
  save,
  onTrouble,
}: {
  paper: OpenPaper;
  save: ReactNode;
  onTrouble: (trouble: PaperTrouble) => void;
}) {
  const { t } = useTranslation('claimForm');
  const [page, setPage] = useState(1);
  const [zoom, setZoom] = useState(0);
  const frame = useRef<HTMLDivElement>(null);
  const { busy, text } = useDrawnPage(paper, page, ZOOMS[zoom] ?? 1, frame, onTrouble);
  const turnTo = (wanted: number): void => setPage(Math.min(paper.pages, Math.max(1, wanted)));
  const zoomTo = (wanted: number): void => setZoom(Math.min(ZOOMS.length - 1, Math.max(0, wanted)));
  const acts: Readonly<Record<string, () => void>> = {
    ArrowRight: () => turnTo(page + 1),
    PageDown: () => turnTo(page + 1),
    ArrowLeft: () => turnTo(page - 1),
    PageUp: () => turnTo(page - 1),
    Home: () => turnTo(1),
    End: () => turnTo(paper.pages),
    '+': () => zoomTo(zoom + 1),
    '=': () => zoomTo(zoom + 1),
    '-': () => zoomTo(zoom - 1),
    '0': () => zoomTo(0),
  };
  const onKey = (event: KeyboardEvent): void => {
    const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : acts[event.key];
    if (act === undefined) return;
    // The page around has keys of its own.
    event.preventDefault();
    event.stopPropagation();
    act();
  };
  const where = t('paperView.page', { page, pages: paper.pages });
  return (
    <section className={styles['paper']} aria-label={t('paperView.label')} onKeyDown={onKey}>
      <div className={styles['bar']}>
        <button type="button" disabled={page <= 1} onClick={() => turnTo(page - 1)}>
          {t('paperView.previous')}
        </button>
        <span role="status">{where}</span>
        <button type="button" disabled={page >= paper.pages} onClick={() => turnTo(page + 1)}>
          {t('paperView.next')}
        </button>
        <div className={styles['zoom']}>
          <button
            type="button"
            disabled={zoom === 0}
            onClick={() => zoomTo(zoom - 1)}
            aria-label={t('paperView.smaller')}
          >
            −
          </button>
          <span className={styles['percent']}>{Math.round((ZOOMS[zoom] ?? 1) * 100)}%</span>
          <button
            type="button"
            disabled={zoom === ZOOMS.length - 1}
            onClick={() => zoomTo(zoom + 1)}
            aria-label={t('paperView.larger')}
          >
            +
          </button>
        </div>
        {save}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is larger than its frame is scrolled by keys. */}
      <div ref={frame} className={styles['frame']} tabIndex={0} role="img" aria-label={where} aria-busy={busy} />
      <details className={styles['words']}>
        <summary>{t('paperView.words')}</summary>
        <p>{text === '' ? t(busy ? 'paperView.opening' : 'paperView.noWords') : text}</p>
      </details>
    </section>
  );
}

/** Draws a page into its frame; the page before stands there until it is ready, and one canvas is kept at a time. */
function useDrawnPage(
  paper: OpenPaper,
  page: number,
  zoom: number,
  frame: { readonly current: HTMLDivElement | null },
  onTrouble: (trouble: PaperTrouble) => void,
) {
  const [drawn, setDrawn] = useState({ busy: true, text: '' });
  const giveUp = useRef(onTrouble);
  giveUp.current = onTrouble;
  useEffect(() => {
    const gone = new AbortController();
    setDrawn({ busy: true, text: '' });
    const width = (frame.current?.clientWidth ?? 600) * zoom;
    void paper.draw(page, width, gone.signal).then(
      ({ canvas, text }) => {
        if (gone.signal.aborted) return;
        canvas.style.width = `${zoom * 100}%`;
        frame.current?.replaceChildren(canvas);
        frame.current?.scrollTo(0, 0);
        setDrawn({ busy: false, text });
      },
      (error: { readonly trouble?: PaperTrouble }) => {
        if (!gone.signal.aborted) giveUp.current(error.trouble ?? 'unknown');
      },
    );
    return () => gone.abort();
  }, [paper, page, zoom, frame]);
  return drawn;
}
