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
      if (seconds < 120) return t('waited', { seconds });
      const minutes = Math.round(seconds / 60);
      return minutes < 120 ? t('waitedMinutes', { minutes }) : t('waitedHours', { hours: Math.round(minutes / 60) });
    },
  };
}
