import i18next from 'i18next';
import { useTranslation } from 'react-i18next';

/** What a run is at, in words; steps that this page does not know by name are simply compared. */
export function stepWords(step: string): string {
  const key = `consoleVerify:step.${step}`;
  return i18next.t(i18next.exists(key) ? (key as 'consoleVerify:step.replay') : 'consoleVerify:step.other');
}

/** Hexadecimal digits in groups that can be read aloud. */
export function fingerprintText(digest: string): string {
  return digest.replace(/(.{8})/g, '$1 ').trim();
}

/** Milliseconds as `12 秒`, `3 分钟`. */
export function useDuration(): (durationMs: number) => string {
  const { t } = useTranslation('consoleVerify');
  return (durationMs) => {
    const seconds = Math.max(1, Math.round(durationMs / 1_000));
    if (seconds < 90) return t('seconds', { number: seconds });
    return t('minutes', { number: Math.round(seconds / 60) });
  };
}
