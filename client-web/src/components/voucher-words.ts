import type { Voucher } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatYuan } from './formatters.ts';

/** The rule of a voucher in words: `满 20 元抵 5 元`, `打 8 折，最多抵 10 元`. */
export function useVoucherWords(): (voucher: Voucher) => string {
  const { t } = useTranslation('domain');
  return (voucher) => {
    const bill = voucher.billMinFen === 0 ? '' : t('voucher.bill', { yuan: formatYuan(voucher.billMinFen) });
    if (voucher.form === 'fixed') return `${bill}${t('voucher.fixed', { yuan: formatYuan(voucher.worthFen) })}`;
    const share = `${bill}${t('voucher.percent', { percent: voucher.percentOff })}`;
    return voucher.worthMaxFen === null
      ? share
      : `${share}${t('voucher.atMost', { yuan: formatYuan(voucher.worthMaxFen) })}`;
  };
}
