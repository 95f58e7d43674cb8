import { delegations, reviewOffice } from '@red-points/shared/contracts';
import { DatePicker, Form, Input, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';

const dateOf = (value: unknown): string | undefined => (value as Dayjs | null | undefined)?.format('YYYY-MM-DD');

/** Appoints a deputy for some days. */
export function LendRight({ unitId, open, onClose }: { unitId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleReviewOffice');
  const candidates = useRead(delegations.candidates, { query: { unitId } }, { enabled: open });
  const today = dayjs(businessDate());
  return (
    <MoneyDialog
      endpoint={delegations.grant}
      params={{}}
      open={open}
      onClose={onClose}
      title={t('lend.dialog')}
      verb={t('lend.verb')}
      explanation={t('lend.explanation')}
      done={t('lend.done')}
      changes={[delegations.list, reviewOffice.get]}
      initialValues={{ from: today, until: today.add(6, 'day'), reason: '' }}
      toBody={({ from, until, ...values }) => ({ ...values, unitId, from: dateOf(from), until: dateOf(until) })}
    >
      {(required) => (
        <>
          <Form.Item name="deputyUserId" label={t('lend.field')} extra={t('lend.fieldHint')} rules={[required]}>
            <Select
              showSearch={{ optionFilterProp: 'label' }}
              loading={candidates.isPending}
              placeholder={t('lend.choose')}
              options={(candidates.data?.items ?? []).map(({ userId, name, unitName }) => ({
                value: userId,
                label: `${name} · ${unitName}`,
              }))}
            />
          </Form.Item>
          <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', gap: 12 }}>
            <Form.Item name="from" label={t('lend.from')} rules={[required]}>
              <DatePicker style={{ width: '100%' }} disabledDate={(day) => day.isBefore(today, 'day')} />
            </Form.Item>
            <Form.Item name="until" label={t('lend.until')} rules={[required]}>
              <DatePicker style={{ width: '100%' }} disabledDate={(day) => day.isBefore(today, 'day')} />
            </Form.Item>
          </div>
          <Form.Item name="reason" label={t('lend.reason')} rules={[required]}>
            <Input.TextArea rows={2} maxLength={300} showCount placeholder={t('lend.reasonHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
