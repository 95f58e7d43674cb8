import type { ReactNode } from 'react';
import { useNow, useReducedMotion } from './clock.ts';
import styles from './Ring.module.css';

export interface RingProps {
  /** From when to when the ring runs down, in milliseconds of the server's clock. */
  startsAtMs: number;
  endsAtMs: number;
  /** Width of the line, as a share of a box 100 wide. */
  stroke?: number;
  /** Radius of the corners, as a share of a box 100 wide. */
  corner?: number;
  children: ReactNode;
}

/** A rounded square around its content that runs down; with reduced motion it steps once a second. */
export function Ring({ startsAtMs, endsAtMs, stroke = 1.4, corner = 7.8, children }: RingProps) {
  const reducedMotion = useReducedMotion();
  const nowMs = useNow(reducedMotion ? 1000 : 200);
  const span = Math.max(1, endsAtMs - startsAtMs);
  const share = Math.min(1, Math.max(0, (endsAtMs - nowMs) / span));
  const inset = stroke / 2;
  const far = 100 - inset;
  const r = corner - inset;
  const path = [
    `M50 ${inset}H${far - r}A${r} ${r} 0 0 1 ${far} ${inset + r}`,
    `V${far - r}A${r} ${r} 0 0 1 ${far - r} ${far}`,
    `H${inset + r}A${r} ${r} 0 0 1 ${inset} ${far - r}`,
    `V${inset + r}A${r} ${r} 0 0 1 ${inset + r} ${inset}Z`,
  ].join('');
  return (
    <div className={styles.ring}>
      <svg viewBox="0 0 100 100" fill="none" aria-hidden="true" className={styles.line}>
        <path d={path} className={styles.track} strokeWidth={stroke} />
        <path
          d={path}
          className={styles.left}
          strokeWidth={stroke}
          strokeLinecap="round"
          pathLength={100}
          strokeDasharray={`${share * 100} 100`}
          data-still={reducedMotion}
        />
      </svg>
      <div className={styles.content}>{children}</div>
    </div>
  );
}
