import type { PublicOffer } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useAgeWords } from '../components/age-words.ts';
import { formatMoment, formatYuan } from '../components/formatters.ts';
import { useVoucherWords } from '../components/voucher-words.ts';

/** A person's limits in words: `每人限 2 份，每天限 1 份`. */
export function useLimitWords(): (offer: PublicOffer) => string | undefined {
  const { t } = useTranslation('resident');
  return ({ perPersonMax, period }) => {
    const words = [
      ...(perPersonMax === null ? [] : [t('shop.perPerson', { count: perPersonMax })]),
      ...(period === null || period.perPersonMax === null
        ? []
        : [t(`shop.every.${period.every}`, { count: period.perPersonMax })]),
    ];
    return words.length === 0 ? undefined : words.join(t('shop.and'));
  };
}

/** How many are left, in words. */
export function useLeftWords(): (offer: Pick<PublicOffer, 'stock'>) => string {
  const { t } = useTranslation('resident');
  return ({ stock }) => {
    if (stock === null) return t('shop.leftMany');
    return stock === 0 ? t('shop.none') : t('shop.left', { count: stock });
  };
}

/** All terms of an offer that matter to who may want it, as rows; what does not bind it is left out. */
export function useOfferFacts(): (offer: PublicOffer) => { readonly label: string; readonly value: string }[] {
  const { t } = useTranslation('resident');
  const voucherWords = useVoucherWords();
  const limitWords = useLimitWords();
  const leftWords = useLeftWords();
  const ageWords = useAgeWords();
  return (offer) => {
    const { period, remainderFen, voucher, validUntil } = offer;
    const limits = limitWords(offer);
    const ages = ageWords(offer);
    const rows = [
      remainderFen === 0
        ? undefined
        : { label: t('redeem.remainder'), value: t('offers.terms.yuan', { yuan: formatYuan(remainderFen) }) },
      voucher === null ? undefined : { label: t('offers.terms.voucher'), value: voucherWords(voucher) },
      { label: t('offers.terms.left'), value: leftWords(offer) },
      limits === undefined ? undefined : { label: t('offers.terms.limits'), value: limits },
      period === null || period.totalMax === null
        ? undefined
        : { label: t('offers.terms.total'), value: t(`shop.every.${period.every}`, { count: period.totalMax }) },
      ages === undefined ? undefined : { label: t('offers.terms.age'), value: ages },
      validUntil === null ? undefined : { label: t('offers.terms.until'), value: formatMoment(validUntil) },
    ];
    return rows.filter((row) => row !== undefined);
  };
}
