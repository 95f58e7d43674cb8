import EditOutlined from '@ant-design/icons-svg/es/asn/EditOutlined';
import { adjustments, reports, type Transaction } from '@red-points/shared/contracts';
import { whyNotAdjust } from '@red-points/shared/domain/adjustments';
import { Button, Form, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';

const STEP_MINUTES = 30;

/**
 * Proposes a correction of an entry: more or fewer points or minutes, for a colleague to confirm.
 * @param closed another one waits, or the entry was reversed
 */
export function ProposeAdjustment({ entry, closed }: { entry: Transaction; closed: boolean }) {
  const { t } = useTranslation('consoleAdjustments');
  const may = useMay();
  const [open, setOpen] = useState(false);
  const correctable = whyNotAdjust(entry.kind, { points: 1, minutes: 0 }) === null;
  if (!correctable || closed || !may('adjustments.propose')) return null;
  return (
    <>
      <Button icon={<Icon of={EditOutlined} />} onClick={() => setOpen(true)}>
        {t('verb')}
      </Button>
      <Dialog entry={entry} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

const toBody = ({ points, minutes, ...values }: Record<string, unknown>): unknown => ({
  ...values,
  points: points ?? 0,
  minutes: minutes ?? 0,
});

function Dialog({ entry, open, onClose }: { entry: Transaction; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleAdjustments');
  return (
    <MoneyDialog
      endpoint={adjustments.propose}
      params={{ entryId: entry.entryId }}
      open={open}
      onClose={onClose}
      title={t('title', { title: entry.title, points: entry.points })}
      verb={t('submit')}
      explanation={t('what')}
      done={t('proposed')}
      changes={[adjustments.ofEntry, adjustments.list, reports.tasks]}
      toBody={toBody}
    >
      {(required) => (
        <>
          <Form.Item name="points" label={t('points')} extra={t('pointsHint')}>
            <InputNumber autoFocus precision={0} style={{ width: 160 }} placeholder="0" />
          </Form.Item>
          <Form.Item name="minutes" label={t('minutes')}>
            <InputNumber precision={0} step={STEP_MINUTES} style={{ width: 160 }} placeholder="0" />
          </Form.Item>
          <Form.Item name="reason" label={t('reason')} rules={[required]}>
            <Input.TextArea rows={3} maxLength={300} showCount placeholder={t('reasonHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
