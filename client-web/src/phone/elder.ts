import { useSyncExternalStore } from 'react';

/** 长辈版: bigger words, three tasks. Stored on the device. */
const STORE_KEY = 'red-points.elder';
const listeners = new Set<() => void>();

const isElder = (): boolean => window.localStorage.getItem(STORE_KEY) === 'true';

function apply(): void {
  document.documentElement.dataset.elder = String(isElder());
}

/** Puts the stored choice on the page; called before the first render. */
export const applyElder = apply;

export function chooseElder(elder: boolean): void {
  if (elder) window.localStorage.setItem(STORE_KEY, 'true');
  else window.localStorage.removeItem(STORE_KEY);
  apply();
  for (const listener of listeners) listener();
}

export function useElder(): boolean {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, isElder);
}
