import { shops } from '@red-points/shared/contracts';
import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { QrCode } from '../../components/QrCode.tsx';
import { PosterFoot, PosterSheet } from '../print/PosterSheet.tsx';
import styles from '../print/poster.module.css';

/** The signed code of a shop on A4: residents scan it at the counter. */
export function ShopPosterPage() {
  const { t } = useTranslation('consolePrint');
  const { shopId = '' } = useParams({ strict: false }) as { shopId?: string };
  const poster = useRead(shops.poster, { params: { shopId } }, { enabled: shopId !== '' });
  const shop = useRead(shops.get, { params: { shopId } }, { enabled: shopId !== '' });
  if (poster.data === undefined || shop.data === undefined) {
    return (
      <PosterSheet
        loading={poster.isPending || shop.isPending}
        error={poster.error ?? shop.error}
        onRetry={() => {
          void poster.refetch();
          void shop.refetch();
        }}
      />
    );
  }
  return (
    <PosterSheet>
      <svg width="794" height="380" viewBox="0 0 794 380" aria-hidden="true">
        <path d="M0 0h794v320c-140 40-260 26-397 10S140 300 0 336z" fill="#C8321F" />
      </svg>
      <div className={styles['top']}>
        <p>{t('shop.head')}</p>
        <h1 data-long={poster.data.shopName.length > 8}>{poster.data.shopName}</h1>
        <p>{t('shop.call')}</p>
      </div>
      <div className={styles['shopCode']}>
        <QrCode text={poster.data.codeUrl} errorCorrection="Q" label={t('shop.code')} />
      </div>
      <div className={styles['shopWords']}>
        <b>{t('shop.scan')}</b>
        <p>{t('shop.check', { name: poster.data.shopName })}</p>
        <p>{t('shop.serial', { serial: poster.data.serial, date: formatShortDay(poster.data.issuedAt) })}</p>
      </div>
      <PosterFoot unitName={shop.data.unitName} number={shop.data.address} />
    </PosterSheet>
  );
}
