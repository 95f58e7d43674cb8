import { type Offer, offers } from '@red-points/shared/contracts';
import { Alert, App, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';

/** Adds to or takes from the stock, with the reason. */
export function StockChange({ offer, open, onClose }: { offer: Offer; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleShops');
  const { message } = App.useApp();
  const [change, setChange] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const stock = offer.stock ?? 0;
  const after = stock + (change ?? 0);
  const setStock = useChange(offers.setStock, {
    changes: [offers.list, offers.listOfShop],
    onDone: () => {
      void message.success(t('stock.done'));
      setChange(null);
      setReason('');
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t('stock.title', { title: offer.title })}
      okText={t('stock.verb')}
      okButtonProps={{
        disabled: change === null || change === 0 || after < 0 || reason.trim().length < 2,
        loading: setStock.isPending,
      }}
      onOk={() =>
        change !== null &&
        setStock.mutate({ params: { offerId: offer.offerId }, body: { change, reason: reason.trim() } })
      }
      onCancel={onClose}
      destroyOnHidden
    >
      <Form layout="vertical">
        <Form.Item label={t('stock.change')} extra={t('stock.after', { stock, after })}>
          <InputNumber autoFocus precision={0} value={change} onChange={setChange} style={{ width: 160 }} />
        </Form.Item>
        <Form.Item label={t('stock.reason')}>
          <Input
            value={reason}
            maxLength={300}
            placeholder={t('stock.reasonHint')}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {setStock.error === null ? null : <Alert type="warning" showIcon title={messageOf(setStock.error)} />}
    </Modal>
  );
}
