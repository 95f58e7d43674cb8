import type { OfferAges } from '@red-points/shared/domain/offers';
import { useTranslation } from 'react-i18next';

/** For whom an offer is by age: `满 60 周岁`, `14 周岁及以下`, `6 至 12 周岁`; undefined where it is for every age. */
export function useAgeWords(): (ages: OfferAges) => string | undefined {
  const { t } = useTranslation('domain');
  return ({ ageMin, ageMax }) => {
    if (ageMin === null) return ageMax === null ? undefined : t('age.upTo', { max: ageMax });
    return ageMax === null ? t('age.from', { min: ageMin }) : t('age.between', { min: ageMin, max: ageMax });
  };
}
