import { useSyncExternalStore } from 'react';

/** A value that is kept outside of components, and that any of them follows. */
export interface OutsideValue<T> {
  /** The value as it is now; whoever uses it is drawn anew when it changes. */
  use(): T;
  /** Says that it has changed. */
  changed(): void;
}

/** @param read tells the value; equal values have to be the same one */
export function outsideValue<T>(read: () => T): OutsideValue<T> {
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  return {
    use: () => useSyncExternalStore(subscribe, read),
    changed: () => {
      for (const listener of listeners) listener();
    },
  };
}
