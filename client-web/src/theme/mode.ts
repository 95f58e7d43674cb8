import { useSyncExternalStore } from 'react';
import type { ThemeMode } from './tokens.ts';

export type ThemeChoice = ThemeMode | 'device';

const STORE_KEY = 'red-points.theme';
const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

const notify = (): void => {
  for (const listener of listeners) listener();
};
darkQuery.addEventListener('change', notify);

/** What the person chose on this device; `device` follows the operating system. */
export function themeChoice(): ThemeChoice {
  const stored = window.localStorage.getItem(STORE_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'device';
}

/** Stores the choice and puts it on the page. */
export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'device') window.localStorage.removeItem(STORE_KEY);
  else window.localStorage.setItem(STORE_KEY, choice);
  applyTheme();
  notify();
}

/** Puts the stored choice on the page; called once before the first render. */
export function applyTheme(): void {
  const choice = themeChoice();
  if (choice === 'device') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
}

function currentMode(): ThemeMode {
  const choice = themeChoice();
  if (choice !== 'device') return choice;
  return darkQuery.matches ? 'dark' : 'light';
}

/** The mode in force now, for libraries that need colours as values (antd, charts). */
export function useThemeMode(): ThemeMode {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentMode);
}
