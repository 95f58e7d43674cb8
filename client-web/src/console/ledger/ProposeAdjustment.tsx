import EditOutlined from '@ant-design/icons-svg/es/asn/EditOutlined';
import { adjustments, reports, type Transaction } from '@red-points/shared/contracts';
import { whyNotAdjust } from '@red-points/shared/domain/adjustments';
import { Alert, App, Button, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyMutation } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { useMay } from '../permissions.ts';

const STEP_MINUTES = 30;

/** Proposes a correction of an entry: more or fewer points or minutes, for a colleague to confirm. */
export function ProposeAdjustment({ entry, waiting }: { entry: Transaction; waiting: boolean }) {
  const { t } = useTranslation('consoleAdjustments');
  const may = useMay();
  const [open, setOpen] = useState(false);
  const correctable = whyNotAdjust(entry.kind, { points: 1, minutes: 0 }) === null;
  if (!correctable || waiting || !may('adjustments.propose')) return null;
  return (
    <>
      <Button icon={<Icon of={EditOutlined} />} onClick={() => setOpen(true)}>
        {t('verb')}
      </Button>
      <Dialog entry={entry} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function Dialog({ entry, open, onClose }: { entry: Transaction; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleAdjustments');
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const propose = useMoneyMutation(adjustments.propose, {
    changes: [adjustments.ofEntry, adjustments.list, reports.tasks],
    onDone: () => {
      void message.success(t('proposed'));
      onClose();
    },
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(adjustments.propose),
    toBody: ({ points, minutes, ...values }) => ({ ...values, points: points ?? 0, minutes: minutes ?? 0 }),
    onValid: (body) => {
      setTrouble(undefined);
      propose.start({ params: { entryId: entry.entryId }, body });
    },
  });
  return (
    <Modal
      open={open}
      title={t('title', { title: entry.title, points: entry.points })}
      okText={t('submit')}
      okButtonProps={{ loading: propose.sending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={() => setTrouble(undefined)}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('what')}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} preserve={false}>
        <Form.Item name="points" label={t('points')} extra={t('pointsHint')}>
          <InputNumber autoFocus precision={0} style={{ width: 160 }} placeholder="0" />
        </Form.Item>
        <Form.Item name="minutes" label={t('minutes')}>
          <InputNumber precision={0} step={STEP_MINUTES} style={{ width: 160 }} placeholder="0" />
        </Form.Item>
        <Form.Item name="reason" label={t('reason')} rules={[required]}>
          <Input.TextArea rows={3} maxLength={300} showCount placeholder={t('reasonHint')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
