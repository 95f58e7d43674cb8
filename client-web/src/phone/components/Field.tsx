import type { ReactNode } from 'react';
import styles from './Field.module.css';

export interface FieldProps {
  label: string;
  error?: string | undefined;
  hint?: ReactNode;
  children: ReactNode;
}

/** A labelled field of a phone form; its `children` is one input, select or textarea. */
export function Field({ label, error, hint, children }: FieldProps) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the child.
    <label className={styles.field} data-wrong={error !== undefined}>
      <span>{label}</span>
      {children}
      {error === undefined ? hint === undefined ? null : <small>{hint}</small> : <small role="alert">{error}</small>}
    </label>
  );
}
