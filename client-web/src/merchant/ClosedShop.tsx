import { shopClosings, shops } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../api/index.ts';
import { formatFullDate, formatYuan } from '../components/formatters.ts';
import { Banner } from '../phone/components/Banner.tsx';

/** Whether the shop of this phone takes part no more: then nothing is served, and only what it is owed is left. */
export function useIsClosed(shopId: string): boolean {
  return useRead(shops.get, { params: { shopId } }, { enabled: shopId !== '' }).data?.state === 'closed';
}

/** That the shop takes part no more: since when, why, and what is still owed to it. */
export function ClosedShop({ shopId }: { shopId: string }) {
  const { t } = useTranslation('merchant');
  const read = useRead(shopClosings.get, { params: { shopId } });
  const closing = read.data?.closing ?? null;
  const owedFen = read.data?.effects.owedFen ?? 0;
  return (
    <Banner tone="danger">
      <b>{t('closed.title')}</b>
      {closing === null || closing.closedAt === null ? null : (
        <>
          <br />
          {t('closed.why', { day: formatFullDate(closing.closedAt), reason: closing.reason })}
        </>
      )}
      <br />
      {owedFen === 0 ? t('closed.hint') : t('closed.owed', { yuan: formatYuan(owedFen) })}
    </Banner>
  );
}
