import { type Redemption, redemptions } from '@red-points/shared/contracts';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatMoment, formatYuan } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import styles from '../people/PersonDrawer.module.css';
import { CHANGED_BY_REFUND, PendingRefunds } from './PendingRefunds.tsx';
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
  const may = useMay();
  const [open, setOpen] = useState(false);
  const { redemptionId, pendingRefunds } = redemption;
  const waiting = pendingRefunds.reduce((sum, refund) => sum + refund.points, 0);
  const left = redemption.points - redemption.refundedPoints - waiting;
  const possible = (redemption.state === 'success' || redemption.state === 'partially_refunded') && left > 0;
  // While the dialog is open it stays: what is left may be nothing by what was sent, whose answer has not come.
  if (!(possible || open) || !may('redemptions.refund')) return null;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('refund.verb')}</Button>
      <MoneyDialog
        endpoint={redemptions.refund}
        params={{ redemptionId }}
        open={open}
        onClose={() => setOpen(false)}
        title={t('refund.title')}
        verb={t('refund.verb')}
        explanation={t('refund.what', { left })}
        done={(answer) => t(answer.pendingRefunds.length > pendingRefunds.length ? 'refund.proposed' : 'refund.done')}
        changes={CHANGED_BY_REFUND}
        initialValues={{ points: left }}
      >
        {(required) => (
          <>
            <Form.Item label={t('refund.points')} name="points" rules={[required]}>
              <InputNumber
                min={1}
                max={left}
                precision={0}
                suffix={t('unit.points', { ns: 'common' })}
                style={{ width: 160 }}
              />
            </Form.Item>
            <Form.Item label={t('refund.reason')} name="reason" rules={[required]}>
              <Input.TextArea rows={3} maxLength={300} />
            </Form.Item>
          </>
        )}
      </MoneyDialog>
    </>
  );
}
