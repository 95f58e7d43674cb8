import type { Redemption } from '@red-points/shared/contracts';
import { Button, Popup } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { inOneLine } from '../components/formatters.ts';
import styles from './RefundSheet.module.css';
import { TillVoucher } from './TillVoucher.tsx';

/** A voucher that was just confirmed: what it takes off the bill, before the next customer. Nothing for what is no voucher. */
export function ConfirmedVoucher({ order, onClose }: { order: Redemption | undefined; onClose: () => void }) {
  const { t } = useTranslation('shopOrders');
  const voucher = order?.state === 'success' ? order.voucher : null;
  return (
    <Popup
      visible={voucher !== null}
      onMaskClick={onClose}
      onClose={onClose}
      bodyClassName={styles.sheet ?? ''}
      destroyOnClose
    >
      {voucher === null || order === undefined ? null : (
        <section className={styles.form} aria-label={t('till.done')}>
          <h2>{t('till.done')}</h2>
          <p className="quiet">
            {inOneLine(order.shortCode, `${order.offerTitle} × ${order.quantity}`, order.personName)}
          </p>
          <TillVoucher voucher={voucher} />
          <p className="small quiet">{t('till.hint')}</p>
          <Button color="primary" block onClick={onClose}>
            {t('till.close')}
          </Button>
        </section>
      )}
    </Popup>
  );
}
