import { type ReactNode, useEffect, useRef } from 'react';
import styles from './KeyBar.module.css';

/** One key and what it does. */
export interface KeyHint {
  /** As `KeyboardEvent.key`, in lower case for letters. */
  key: string;
  /** What is printed on the key. */
  cap: string;
  words: ReactNode;
  run: () => void;
}

/** Runs the hints' keys while nobody types into a field and no dialog is open. */
export function useKeys(hints: readonly KeyHint[], enabled = true): void {
  const current = useRef(hints);
  current.current = hints;
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target?.closest('input, textarea, select, [contenteditable="true"], [role="dialog"]')) return;
      const hint = current.current.find(
        (candidate) => candidate.key === event.key.toLowerCase() || candidate.key === event.key,
      );
      if (hint === undefined) return;
      event.preventDefault();
      hint.run();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [enabled]);
}

/** The bar at the foot that names the keys of a page. */
export function KeyBar({ hints, end }: { hints: readonly KeyHint[]; end?: ReactNode }) {
  return (
    <footer className={`${styles.bar} small quiet no-print`}>
      {hints.map((hint) => (
        <span key={hint.key}>
          <kbd>{hint.cap}</kbd>
          {hint.words}
        </span>
      ))}
      {end === undefined ? null : <span className={styles.end}>{end}</span>}
    </footer>
  );
}
