import { MISSED_TERMS, type Offer, rules, slots } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { PersonPicker } from '../parts/PersonPicker.tsx';

const NUMBERS = [
  { name: 'minutes', min: 15, max: 720 },
  { name: 'capacity', min: 1, max: 50 },
  { name: 'weeks', min: 1, max: 26 },
] as const;

const AHEAD = [
  { name: 'leadMinutes', label: 'lead' },
  { name: 'cancelMinutes', label: 'cancel' },
] as const;

/** 预约时段 of a service, with what only staff set: that a stay-away pays, and which neighbour helps. */
export function SlotsDialog({ offer, open, onClose }: { offer: Offer; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleBookings');
  const known = useRead(rules.list, { query: { unitId: offer.unitId } }, { enabled: open });
  const hourly = (known.data?.items ?? []).filter(({ terms }) => terms.unit === 'hour');
  return (
    <MoneyDialog
      endpoint={slots.create}
      params={{ offerId: offer.offerId }}
      open={open}
      onClose={onClose}
      title={`${t('slots.verb')} · ${offer.title}`}
      verb={t('slots.send')}
      explanation={t('slots.explanation')}
      done={t('slots.done')}
      changes={[]}
      initialValues={{
        date: addDays(businessDate(), 1),
        startTime: '09:00',
        minutes: 60,
        capacity: 1,
        weeks: 1,
        leadMinutes: 60,
        cancelMinutes: 720,
        missed: 'returned',
      }}
    >
      {(required) => (
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr', columnGap: 16 }}>
          <Form.Item name="date" label={t('slots.date')} rules={[required]}>
            <Input type="date" min={businessDate()} />
          </Form.Item>
          <Form.Item name="startTime" label={t('slots.start')} rules={[required]}>
            <Input type="time" />
          </Form.Item>
          {NUMBERS.map(({ name, min, max }) => (
            <Form.Item
              key={name}
              name={name}
              label={t(`slots.${name}`)}
              extra={name === 'weeks' ? t('slots.weeksHint') : undefined}
              rules={[required]}
            >
              <InputNumber
                min={min}
                max={max}
                precision={0}
                suffix={t(`slots.unit.${name}`)}
                style={{ width: '100%' }}
              />
            </Form.Item>
          ))}
          {AHEAD.map(({ name, label }) => (
            <Form.Item key={name} name={name} label={t(`slots.${label}`)} rules={[required]}>
              <InputNumber
                min={0}
                max={20_160}
                precision={0}
                suffix={t('slots.unit.minutes')}
                style={{ width: '100%' }}
              />
            </Form.Item>
          ))}
          <Form.Item name="missed" label={t('slots.missed')}>
            <Select options={MISSED_TERMS.map((value) => ({ value, label: t(`missedTerms.${value}`) }))} />
          </Form.Item>
          <Form.Item name="helperPersonId" label={t('slots.helper')} extra={t('slots.helperHint')}>
            <PersonPicker />
          </Form.Item>
          <Form.Item name="ruleCode" label={t('slots.rule')}>
            <Select
              allowClear
              loading={known.isPending}
              options={hourly.map(({ code, terms }) => ({ value: code, label: `${code} ${terms.title}` }))}
            />
          </Form.Item>
        </div>
      )}
    </MoneyDialog>
  );
}
