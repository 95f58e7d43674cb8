import { useTranslation } from 'react-i18next';
import { formatHours } from '../../components/formatters.ts';

/** How the states of objections and of public lines look. */
export const STATE_TONES = {
  open: 'warning',
  upheld: 'danger',
  corrected: 'success',
  dismissed: 'plain',
  withdrawn: 'plain',
} as const;
export const LINE_TONES = { in_publicity: 'slate', objected: 'danger', posted: 'success', refused: 'plain' } as const;

/** A window ends at the first instant of the day after: people name the minute before. */
export function lastMomentOf(end: string): string {
  return new Date(Date.parse(end) - 1).toISOString();
}

export function useWorth(): (worth: { points: number; minutes: number }) => string {
  const { t } = useTranslation('objections');
  return ({ points, minutes }) => t('worth', { points, hours: formatHours(minutes) });
}
