import { outsideValue } from '../components/outside-value.ts';
import type { ThemeMode } from './tokens.ts';

export type ThemeChoice = ThemeMode | 'device';

const STORE_KEY = 'red-points.theme';
const darkQuery = window.matchMedia('(prefers-color-scheme: dark)');
const mode = outsideValue(currentMode);
darkQuery.addEventListener('change', mode.changed);

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
  mode.changed();
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
export const useThemeMode = mode.use;
