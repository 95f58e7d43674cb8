import { DatePicker, Form, InputNumber, Select, Switch } from 'antd';
import type { Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import styles from '../rules/DraftRule.module.css';

export interface SeriesValues {
  repeated?: boolean;
  weekdays?: number[];
  everyWeeks?: number | null;
  until?: Dayjs | null;
  skip?: Dayjs[] | null;
}

/** What a series asks for beside its first date; null where it is a single activity. */
export function repeatsOf({ repeated, weekdays, everyWeeks, until, skip }: SeriesValues) {
  if (repeated !== true || until === null || until === undefined) return null;
  return {
    weekdays: weekdays ?? [],
    everyWeeks: everyWeeks ?? 1,
    until: until.format('YYYY-MM-DD'),
    skip: (skip ?? []).map((date) => date.format('YYYY-MM-DD')),
  };
}

const WEEKDAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Whether a new plan is repeated, on which days of the week, until when, and which dates are left out. */
export function SeriesFields() {
  const { t } = useTranslation('consoleActivityLife');
  const form = Form.useFormInstance();
  const repeated = Form.useWatch<boolean | undefined>('repeated', form) === true;
  const required = { required: true, message: t('series.required') };
  return (
    <>
      <Form.Item
        name="repeated"
        label={t('series.repeated')}
        extra={t('series.hint')}
        valuePropName="checked"
        className={styles['wide'] ?? ''}
      >
        <Switch />
      </Form.Item>
      {repeated ? (
        <>
          <Form.Item name="weekdays" label={t('series.weekdays')} rules={[required]}>
            <Select
              mode="multiple"
              placeholder={t('series.weekdaysHint')}
              options={WEEKDAYS.map((value) => ({ value, label: t(`series.weekday.d${value}`) }))}
            />
          </Form.Item>
          <Form.Item name="everyWeeks" label={t('series.everyWeeks')} initialValue={1}>
            <InputNumber min={1} max={8} precision={0} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="until" label={t('series.until')} rules={[required]}>
            <DatePicker style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="skip" label={t('series.skip')}>
            <DatePicker multiple style={{ width: '100%' }} />
          </Form.Item>
        </>
      ) : null}
    </>
  );
}
