import type { Redemption } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { inOneLine } from '../components/formatters.ts';
import { Sheet, SheetFoot } from '../phone/components/Sheet.tsx';
import { TillVoucher } from './TillVoucher.tsx';

/** A voucher that was just confirmed: what it takes off the bill, before the next customer. Nothing for what is no voucher. */
export function ConfirmedVoucher({ order, onClose }: { order: Redemption | undefined; onClose: () => void }) {
  const { t } = useTranslation('shopOrders');
  const voucher = order?.state === 'success' ? order.voucher : null;
  return (
    <Sheet
      open={voucher !== null}
      title={t('till.done')}
      lead={
        order === undefined
          ? undefined
          : inOneLine(order.shortCode, `${order.offerTitle} × ${order.quantity}`, order.personName)
      }
      onClose={onClose}
    >
      {voucher === null ? null : <TillVoucher voucher={voucher} />}
      <p className="small quiet">{t('till.hint')}</p>
      <SheetFoot>
        <Button color="primary" block onClick={onClose}>
          {t('till.close')}
        </Button>
      </SheetFoot>
    </Sheet>
  );
}
