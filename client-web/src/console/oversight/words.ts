import type { WatchFindingView } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';

/** How findings and waiting times are said. */
export function useFindingWords() {
  const { t } = useTranslation('consoleWatch');
  return {
    what: ({ kind, subjectName, maskedName, count, of }: WatchFindingView): string =>
      t(`what.${kind}`, {
        name: subjectName ?? '',
        masked: maskedName ?? '',
        count: String(count) as unknown as number,
        of,
      }),
    waited: (seconds: number | null): string => {
      if (seconds === null) return '—';
      return seconds < 120 ? t('waited', { seconds }) : t('waitedMinutes', { minutes: Math.round(seconds / 60) });
    },
  };
}
