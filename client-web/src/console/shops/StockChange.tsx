import { type Offer, offers } from '@red-points/shared/contracts';
import { changeBy, STOCK_ACTS, type StockAct } from '@red-points/shared/domain/offers';
import { Alert, App, Form, Input, InputNumber, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';

/** Enters a movement of the stock, with the reason: goods that came in, were given, were lost, or were counted. */
export function StockChange({ offer, open, onClose }: { offer: Offer; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleShops');
  const { message } = App.useApp();
  const [act, setAct] = useState<StockAct>('goods_in');
  const [quantity, setQuantity] = useState<number | null>(null);
  const [reason, setReason] = useState('');
  const stock = offer.stock ?? 0;
  const change = quantity === null ? 0 : changeBy(act, quantity, stock);
  const moves = useMoneyMutation(offers.setStock, {
    changes: [offers.list, offers.listOfShop, offers.movements, offers.stockReport],
    onDone: () => {
      void message.success(t('stock.done'));
      setQuantity(null);
      setReason('');
      onClose();
    },
  });
  const isEntered = quantity !== null && (quantity > 0 || act === 'stocktake');
  return (
    <Modal
      open={open}
      title={t('stock.title', { title: offer.title })}
      okText={t(`stock.verb.${act}`)}
      okButtonProps={{
        disabled: !isEntered || stock + change < 0 || reason.trim().length < 2,
        loading: moves.sending,
      }}
      onOk={() =>
        quantity !== null &&
        moves.start({ params: { offerId: offer.offerId }, body: { act, quantity, reason: reason.trim() } })
      }
      onCancel={onClose}
      destroyOnHidden
    >
      <Form layout="vertical">
        <Form.Item label={t('stock.act')}>
          <Segmented
            block
            value={act}
            onChange={setAct}
            options={STOCK_ACTS.map((value) => ({ value, label: t(`movement.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          label={t(act === 'stocktake' ? 'stock.counted' : 'stock.quantity')}
          htmlFor="stock-quantity"
          extra={
            quantity === null
              ? t('stock.now', { stock })
              : t(act === 'stocktake' ? 'stock.difference' : 'stock.after', { stock, change, after: stock + change })
          }
        >
          <InputNumber
            id="stock-quantity"
            autoFocus
            min={0}
            max={1_000_000}
            precision={0}
            value={quantity}
            onChange={setQuantity}
            style={{ width: 160 }}
          />
        </Form.Item>
        <Form.Item label={t('stock.reason')} htmlFor="stock-reason">
          <Input
            id="stock-reason"
            value={reason}
            maxLength={300}
            placeholder={t(`stock.reasonHint.${act}`)}
            onChange={(event) => setReason(event.target.value)}
          />
        </Form.Item>
      </Form>
      {moves.error === null ? null : <Alert type="warning" showIcon title={messageOf(moves.error)} />}
    </Modal>
  );
}
