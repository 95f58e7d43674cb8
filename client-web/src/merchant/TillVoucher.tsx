import type { Voucher } from '@red-points/shared/contracts';
import { takenOff } from '@red-points/shared/domain/offers';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatYuan } from '../components/formatters.ts';
import { useVoucherWords } from '../components/voucher-words.ts';
import { Card, Facts } from '../phone/components/Card.tsx';
import { Field } from '../phone/components/Field.tsx';

/** What a voucher takes off the bill: the cashier types the bill and reads what is left to pay. */
export function TillVoucher({ voucher }: { voucher: Voucher }) {
  const { t } = useTranslation('merchant');
  const words = useVoucherWords();
  const [bill, setBill] = useState('');
  const billFen = /^\d{1,6}(\.\d{0,2})?$/.test(bill) ? Math.round(Number(bill) * 100) : null;
  const offFen = billFen === null ? null : takenOff(voucher, billFen);
  return (
    <Card label={t('till.title')}>
      <div style={{ padding: 16, display: 'grid', gap: 12 }}>
        <b>{words(voucher)}</b>
        <Field
          label={t('till.bill')}
          {...(billFen !== null && offFen === null
            ? { error: t('till.tooSmall', { yuan: formatYuan(voucher.billMinFen) }) }
            : {})}
        >
          <input
            inputMode="decimal"
            value={bill}
            placeholder="0.00"
            onChange={(event) => setBill(event.target.value)}
          />
        </Field>
      </div>
      {billFen === null || offFen === null ? null : (
        <Facts
          rows={[
            { label: t('till.off'), value: `−¥${formatYuan(offFen)}` },
            { label: t('till.pays'), value: `¥${formatYuan(billFen - offFen)}`, strong: true },
          ]}
        />
      )}
    </Card>
  );
}
