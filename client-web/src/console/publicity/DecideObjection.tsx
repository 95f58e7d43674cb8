import { type Endpoint, type Objection, objections } from '@red-points/shared/contracts';
import { Form, Input, InputNumber, Radio } from 'antd';
import { useTranslation } from 'react-i18next';
import { MoneyDialog } from '../components/MoneyDialog.tsx';

export interface DecideObjectionProps {
  item: Objection;
  open: boolean;
  onClose: () => void;
  changes: readonly Endpoint[];
}

/** The decision: dismissed, right in part with what is left, or upheld; with the reason that both sides read. */
export function DecideObjection({ item, open, onClose, changes }: DecideObjectionProps) {
  const { t } = useTranslation('objections');
  const { line } = item;
  return (
    <MoneyDialog
      endpoint={objections.decide}
      params={{ objectionId: item.objectionId }}
      open={open}
      onClose={onClose}
      title={t('console.decideTitle', { name: line.maskedName, title: line.title })}
      verb={t('console.decide')}
      explanation={
        <>
          <p>{item.reason}</p>
          <p>{t('console.decideWhat')}</p>
        </>
      }
      done={t('console.decided')}
      changes={changes}
      initialValues={{ points: line.points, minutes: line.minutes }}
      toBody={({ outcome, reason, points, minutes }) => ({
        outcome,
        reason,
        ...(outcome === 'corrected' ? { points, minutes } : {}),
      })}
    >
      {(required) => (
        <>
          <Form.Item name="outcome" label={t('console.outcome')} rules={[required]}>
            <Radio.Group
              style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
              options={(['dismissed', 'corrected', 'upheld'] as const).map((value) => ({
                value,
                label: t(`console.${value}`),
              }))}
            />
          </Form.Item>
          <Form.Item noStyle dependencies={['outcome']}>
            {({ getFieldValue }) =>
              getFieldValue('outcome') === 'corrected' ? (
                <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 16 }}>
                  <Form.Item name="points" label={t('console.pointsLeft')} rules={[required]}>
                    <InputNumber min={0} max={line.points} precision={0} style={{ width: '100%' }} />
                  </Form.Item>
                  <Form.Item name="minutes" label={t('console.minutesLeft')} rules={[required]}>
                    <InputNumber min={0} max={line.minutes} precision={0} style={{ width: '100%' }} />
                  </Form.Item>
                </div>
              ) : null
            }
          </Form.Item>
          <Form.Item name="reason" label={t('console.why')} rules={[required]}>
            <Input.TextArea rows={4} maxLength={300} showCount placeholder={t('console.whyHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
