import { type Redemption, redemptions, shops } from '@red-points/shared/contracts';
import { Alert, App, Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatMoment, formatYuan } from '../../components/formatters.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import styles from '../people/PersonDrawer.module.css';
import { useMay } from '../permissions.ts';
import { PendingRefunds } from './PendingRefunds.tsx';
import { RedemptionStateTag } from './ShopStateTag.tsx';

/** One redemption, and giving points back for it. */
export function RedemptionDrawer({ redemptionId, onClose }: { redemptionId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleShops', 'common']);
  const read = useRead(
    redemptions.get,
    { params: { redemptionId: redemptionId ?? '' } },
    { enabled: redemptionId !== undefined },
  );
  const redemption = read.data;
  const points = t('unit.points', { ns: 'common' });
  return (
    <RecordDrawer
      open={redemptionId !== undefined}
      onClose={onClose}
      mark={redemption?.personName.slice(0, 1) ?? ''}
      title={redemption?.offerTitle ?? t('state.loading', { ns: 'common' })}
      tags={redemption === undefined ? undefined : <RedemptionStateTag redemption={redemption} />}
      subtitle={
        redemption === undefined ? undefined : (
          <>
            <span>{redemption.personName}</span>
            <span>{redemption.shopName}</span>
          </>
        )
      }
      figures={
        redemption === undefined
          ? []
          : [
              { label: t('column.points'), value: redemption.points, unit: points },
              { label: t('refunded'), value: redemption.refundedPoints, unit: points },
              { label: t('quantity'), value: redemption.quantity },
              { label: t('shortCode'), value: redemption.shortCode },
            ]
      }
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footer={redemption === undefined ? undefined : <Refund redemption={redemption} />}
    >
      {redemption === undefined ? null : <PendingRefunds redemption={redemption} />}
      {redemption === undefined ? null : (
        <dl className={styles.facts} style={{ paddingTop: 16 }}>
          <dt>{t('column.at')}</dt>
          <dd>{formatMoment(redemption.createdAt)}</dd>
          <dt>{t('finishedAt')}</dt>
          <dd>{redemption.finishedAt === null ? '—' : formatMoment(redemption.finishedAt)}</dd>
          <dt>{t('column.via')}</dt>
          <dd>{t(`via.${redemption.via}`)}</dd>
          <dt>{t('offer.remainder')}</dt>
          <dd>{t('yuan', { yuan: formatYuan(redemption.remainderFen) })}</dd>
          {redemption.note === null || redemption.note === '' ? null : (
            <>
              <dt>{t('note')}</dt>
              <dd>{redemption.note}</dd>
            </>
          )}
        </dl>
      )}
    </RecordDrawer>
  );
}

function Refund({ redemption }: { redemption: Redemption }) {
  const { t } = useTranslation(['consoleShops', 'common']);
  const { message } = App.useApp();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const waiting = redemption.pendingRefunds.reduce((sum, refund) => sum + refund.points, 0);
  const left = redemption.points - redemption.refundedPoints - waiting;
  const [points, setPoints] = useState<number | null>(left);
  const [reason, setReason] = useState('');
  const refund = useMoneyMutation(redemptions.refund, {
    changes: [redemptions.get, redemptions.list, shops.list, shops.get],
    onDone: (answer) => {
      setOpen(false);
      void message.success(
        t(answer.pendingRefunds.length > redemption.pendingRefunds.length ? 'refund.proposed' : 'refund.done'),
      );
    },
  });
  const possible = (redemption.state === 'success' || redemption.state === 'partially_refunded') && left > 0;
  if (!possible || !may('redemptions.refund')) return null;
  return (
    <>
      <Button
        onClick={() => {
          // What is left may have changed since the drawer was opened.
          setPoints(left);
          setReason('');
          setOpen(true);
        }}
      >
        {t('refund.verb')}
      </Button>
      <Modal
        open={open}
        title={t('refund.title')}
        okText={t('refund.verb')}
        okButtonProps={{
          disabled: points === null || points < 1 || points > left || reason.trim().length < 2,
          loading: refund.sending,
        }}
        onOk={() =>
          points !== null &&
          refund.start({ params: { redemptionId: redemption.redemptionId }, body: { points, reason: reason.trim() } })
        }
        onCancel={() => setOpen(false)}
        destroyOnHidden
      >
        <p className="quiet" style={{ marginBottom: 16 }}>
          {t('refund.what', { left })}
        </p>
        <Form layout="vertical">
          <Form.Item label={t('refund.points')} htmlFor="refund-points">
            <InputNumber
              id="refund-points"
              min={1}
              max={left}
              precision={0}
              value={points}
              onChange={setPoints}
              suffix={t('unit.points', { ns: 'common' })}
              style={{ width: 160 }}
            />
          </Form.Item>
          <Form.Item label={t('refund.reason')} htmlFor="refund-reason">
            <Input.TextArea
              id="refund-reason"
              rows={3}
              maxLength={300}
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </Form.Item>
        </Form>
        {refund.error === null ? null : <Alert type="warning" showIcon title={messageOf(refund.error)} />}
      </Modal>
    </>
  );
}
