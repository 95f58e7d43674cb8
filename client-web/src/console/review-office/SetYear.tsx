import { type HolidayYearView, holidays, reviewOffice, reviews } from '@red-points/shared/contracts';
import { Button, DatePicker, Form, Input } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import styles from './office.module.css';

const text = (day: Dayjs | null | undefined): string | undefined => day?.format('YYYY-MM-DD');

interface Values {
  off?: { days?: [Dayjs, Dayjs] | null }[];
  worked?: { day?: Dayjs | null }[];
  source?: string;
}

/** Enters the days off and the days worked instead of one year, or puts them right. */
export function SetYear({ from, onClose }: { from: HolidayYearView | undefined; onClose: () => void }) {
  const { t } = useTranslation('consoleReviewOffice');
  const year = from?.year ?? '';
  const start = dayjs(`${year === '' ? '2026' : year}-01-01`);
  const toBody = (values: Record<string, unknown>): unknown => {
    const { off = [], worked = [], source } = values as Values;
    const ranges = off.flatMap(({ days }) => (days ? [[text(days[0]), text(days[1])]] : []));
    return {
      off: ranges.sort(([one = ''], [other = '']) => (one < other ? -1 : 1)),
      worked: worked.flatMap(({ day }) => text(day) ?? []).sort(),
      source,
      version: from?.version ?? 0,
    };
  };
  return (
    <MoneyDialog
      key={year}
      endpoint={holidays.set}
      params={{ year }}
      open={from !== undefined}
      onClose={onClose}
      title={t('calendar.dialog', { year })}
      verb={t('calendar.save')}
      explanation={t('calendar.explanation')}
      done={t('calendar.saved')}
      changes={[holidays.list, reviewOffice.get, reviews.list]}
      initialValues={{
        off: (from?.off ?? []).map(([first, last]) => ({ days: [dayjs(first), dayjs(last)] })),
        worked: (from?.worked ?? []).map((day) => ({ day: dayjs(day) })),
        source: from?.source ?? '',
      }}
      toBody={toBody}
    >
      {(required) => (
        <>
          <Form.List name="off">
            {(fields, { add, remove }) => (
              <fieldset className={styles['days']}>
                <legend>{t('calendar.off')}</legend>
                {fields.map(({ key, name }) => (
                  <div key={key}>
                    <Form.Item name={[name, 'days']} rules={[required]} noStyle>
                      <DatePicker.RangePicker defaultPickerValue={[start, start]} style={{ flex: 1 }} />
                    </Form.Item>
                    <Button type="text" onClick={() => remove(name)}>
                      {t('calendar.remove')}
                    </Button>
                  </div>
                ))}
                <Button onClick={() => add()}>{t('calendar.addOff')}</Button>
              </fieldset>
            )}
          </Form.List>
          <Form.List name="worked">
            {(fields, { add, remove }) => (
              <fieldset className={styles['days']}>
                <legend>{t('calendar.worked')}</legend>
                {fields.map(({ key, name }) => (
                  <div key={key}>
                    <Form.Item name={[name, 'day']} rules={[required]} noStyle>
                      <DatePicker defaultPickerValue={start} style={{ flex: 1 }} />
                    </Form.Item>
                    <Button type="text" onClick={() => remove(name)}>
                      {t('calendar.remove')}
                    </Button>
                  </div>
                ))}
                <Button onClick={() => add()}>{t('calendar.addWorked')}</Button>
              </fieldset>
            )}
          </Form.List>
          <Form.Item name="source" label={t('calendar.sourceField')} rules={[required]}>
            <Input maxLength={50} placeholder={t('calendar.sourceHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
