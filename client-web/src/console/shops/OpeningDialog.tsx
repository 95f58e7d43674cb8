import DeleteOutlined from '@ant-design/icons-svg/es/asn/DeleteOutlined';
import PlusOutlined from '@ant-design/icons-svg/es/asn/PlusOutlined';
import { shopOpening, shops } from '@red-points/shared/contracts';
import { Alert, App, Button, Checkbox, DatePicker, Input, Modal, Select, Switch } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange } from '../../api/index.ts';
import { businessDate, formatDateWeekday } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import {
  type Hours,
  MONTH_DAYS,
  type RedemptionDays,
  SPAN,
  SPANS_MAX,
  type Spans,
  USUAL_DAYS,
  USUAL_HOURS,
  untilSaid,
  untilShown,
  WEEK,
  withSpans,
} from '../../features/shops/opening-edits.ts';
import styles from './OpeningDialog.module.css';

type Opening = CallAnswer<typeof shopOpening.get>;

export interface OpeningDialogProps {
  shopId: string;
  name: string;
  opening: Opening;
  isMarket: boolean;
  open: boolean;
  onClose: () => void;
}

/** 营业时间 of a shop, and the redemption days of a market, set by the community where the owner does not. */
export function OpeningDialog(props: OpeningDialogProps) {
  // What was begun is forgotten with the dialog, and begins anew on what somebody else has saved meanwhile.
  return props.open ? <Edit key={props.opening.version} {...props} /> : null;
}

function Edit({ shopId, name, opening, isMarket, onClose }: OpeningDialogProps) {
  const { t } = useTranslation(['consoleShopWork', 'common']);
  const { message } = App.useApp();
  const [hours, setHours] = useState(opening.hours);
  const [days, setDays] = useState(opening.redemptionDays);
  const save = useChange(shopOpening.set, {
    changes: [shopOpening.get, shops.get, shops.list],
    onDone: () => {
      void message.success(t('opening.saved'));
      onClose();
    },
  });
  const body = { hours, redemptionDays: days, version: opening.version };
  const noDay = days !== null && days.weekdays.length + days.monthDays.length === 0;
  return (
    <Modal
      open
      width={760}
      title={t('opening.setOf', { name })}
      okText={t('opening.save')}
      okButtonProps={{ disabled: noDay }}
      cancelText={t('action.cancel', { ns: 'common' })}
      confirmLoading={save.isPending}
      onOk={() => save.mutate({ params: { shopId }, body })}
      onCancel={onClose}
    >
      {save.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(save.error)} style={{ marginBottom: 16 }} />
      )}
      <div className={styles['line']}>
        <Switch
          aria-label={t('opening.alwaysOpen')}
          checked={hours === null}
          onChange={(always) => setHours(always ? null : USUAL_HOURS)}
        />
        <span>
          {t('opening.alwaysOpen')}
          <span className="small quiet">{t('opening.alwaysHint')}</span>
        </span>
      </div>
      {hours === null ? null : <HoursForm hours={hours} onChange={setHours} />}
      {isMarket ? <DaysForm days={days} onChange={setDays} /> : null}
    </Modal>
  );
}

function HoursForm({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { t } = useTranslation('consoleShopWork');
  const today = businessDate();
  return (
    <>
      <div className={styles['week']}>
        {WEEK.map((day, index) => (
          <DayLine
            key={day}
            name={t(`opening.week.${day}`)}
            spans={hours.weekdays[index] ?? []}
            onChange={(spans) => onChange(withSpans(hours, index, spans))}
          />
        ))}
      </div>
      <h4 className={styles['title']}>{t('opening.closedDays')}</h4>
      <DatePicker
        multiple
        maxTagCount="responsive"
        aria-label={t('opening.closedDays')}
        placeholder={t('opening.closedDaysHint')}
        style={{ width: '100%' }}
        format={(day) => formatDateWeekday(day.format('YYYY-MM-DD'))}
        minDate={dayjs(today)}
        value={hours.closedDays.filter((day) => day >= today).map((day) => dayjs(day))}
        onChange={(chosen) =>
          onChange({ ...hours, closedDays: (chosen ?? []).map((day) => day.format('YYYY-MM-DD')).sort() })
        }
      />
    </>
  );
}

function DayLine({ name, spans, onChange }: { name: string; spans: Spans; onChange: (spans: Spans) => void }) {
  const { t } = useTranslation('consoleShopWork');
  const change = (index: number, part: Partial<typeof SPAN>): void =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...part } : span)));
  return (
    <fieldset className={styles['day']}>
      <legend className={styles['name']}>{name}</legend>
      <div className={styles['spans']}>
        {spans.length === 0 ? <span className="quiet">{t('opening.closed')}</span> : null}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity beside their place in the day.
          <span key={index} className={styles['span']}>
            <Input
              type="time"
              aria-label={`${name} ${t('opening.from')}`}
              value={span.from}
              onChange={(event) => change(index, { from: event.target.value })}
            />
            –
            <Input
              type="time"
              aria-label={`${name} ${t('opening.until')}`}
              value={untilShown(span.until)}
              onChange={(event) => change(index, { until: untilSaid(event.target.value) })}
            />
            <Button
              type="text"
              icon={<Icon of={DeleteOutlined} />}
              aria-label={`${name} ${t('opening.removeSpan')}`}
              onClick={() => onChange(spans.filter((_, at) => at !== index))}
            />
          </span>
        ))}
        {spans.length < SPANS_MAX ? (
          <Button
            type="text"
            icon={<Icon of={PlusOutlined} />}
            aria-label={`${name} ${t('opening.add')}`}
            title={t('opening.add')}
            onClick={() => onChange([...spans, SPAN])}
          />
        ) : null}
      </div>
    </fieldset>
  );
}

function DaysForm({
  days,
  onChange,
}: {
  days: RedemptionDays | null;
  onChange: (days: RedemptionDays | null) => void;
}) {
  const { t } = useTranslation('consoleShopWork');
  return (
    <>
      <h4 className={styles['title']}>{t('opening.days')}</h4>
      <div className={styles['line']}>
        <Switch
          aria-label={t('opening.everyDay')}
          checked={days === null}
          onChange={(every) => onChange(every ? null : USUAL_DAYS)}
        />
        <span>
          {t('opening.everyDay')}
          <span className="small quiet">{t('opening.everyDayHint')}</span>
        </span>
      </div>
      {days === null ? null : (
        <div className={styles['days']}>
          <span className="quiet">{t('opening.byWeekday')}</span>
          <Checkbox.Group
            value={[...days.weekdays]}
            options={WEEK.map((day, index) => ({ value: index + 1, label: t(`opening.week.${day}`) }))}
            onChange={(weekdays) => onChange({ ...days, weekdays: weekdays.sort((one, other) => one - other) })}
          />
          <span className="quiet">{t('opening.byMonthDay')}</span>
          <Select
            mode="multiple"
            allowClear
            aria-label={t('opening.byMonthDay')}
            placeholder={t('opening.byMonthDayHint')}
            value={[...days.monthDays]}
            options={MONTH_DAYS.map((value) => ({ value, label: String(value) }))}
            onChange={(monthDays) => onChange({ ...days, monthDays: monthDays.sort((one, other) => one - other) })}
          />
        </div>
      )}
      {days !== null && days.weekdays.length + days.monthDays.length === 0 ? (
        <p role="alert" className={`small ${styles['trouble']}`}>
          {t('opening.noDay')}
        </p>
      ) : null}
    </>
  );
}
