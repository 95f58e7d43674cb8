import type { OpeningNow } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDateWeekday, formatMoment } from '../../components/formatters.ts';

type Standing = Pick<OpeningNow, 'openNow' | 'opensAt' | 'redeemsToday' | 'nextRedemptionDay'>;

/** Why nothing can be redeemed at a shop at this hour, and when it can: `现在休息，11月24日 周二 08:00营业`. */
export function useOpeningWords(): (opening: Standing) => string | undefined {
  const { t } = useTranslation('shopWork');
  return ({ openNow, opensAt, redeemsToday, nextRedemptionDay }) => {
    if (!redeemsToday) {
      return nextRedemptionDay === null
        ? t('opening.notTodayUnknown')
        : t('opening.notToday', { day: formatDateWeekday(nextRedemptionDay) });
    }
    if (openNow) return undefined;
    return opensAt === null ? t('opening.opensUnknown') : t('opening.opensAt', { moment: formatMoment(opensAt) });
  };
}
