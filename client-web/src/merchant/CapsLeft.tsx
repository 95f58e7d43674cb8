import { redemptionSettings } from '@red-points/shared/contracts';
import { CAP_PERIODS, SHOP_CAPPED } from '@red-points/shared/domain/redemptions';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { formatNumber } from '../components/formatters.ts';
import { Banner } from '../phone/components/Banner.tsx';

const EVERY_MS = 30_000;

/** What may still be redeemed at this shop today and this month; nothing where nothing limits it. */
export function CapsLeft({ shopId }: { shopId: string }) {
  const { t } = useTranslation('merchant');
  const caps = useRead(redemptionSettings.ofShop, { params: { shopId } }, { everyMs: EVERY_MS }).data;
  if (caps === undefined) return null;
  const lines = CAP_PERIODS.flatMap((period) =>
    SHOP_CAPPED.flatMap((capped) => {
      const cap = caps[capped][period];
      if (cap === null) return [];
      const words = { left: formatNumber(cap.left), max: formatNumber(cap.max) };
      return [{ key: `${period}-${capped}`, isFull: cap.left === 0, text: t(`caps.${period}.${capped}`, words) }];
    }),
  );
  const full = lines.filter(({ isFull }) => isFull);
  return (
    <>
      {full.length === 0 ? null : <Banner>{t('caps.full')}</Banner>}
      {lines.length === 0 ? null : (
        <ul className="small quiet">
          {lines.map(({ key, text }) => (
            <li key={key}>{text}</li>
          ))}
        </ul>
      )}
    </>
  );
}
