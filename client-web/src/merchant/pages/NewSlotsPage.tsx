import { bookings, offers, slots } from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import styles from '../../phone/bookings/bookings.module.css';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';

/** 添加时段: one time, or the same weekday for some weeks. */
export function NewSlotsPage() {
  const { t } = useTranslation('bookings');
  const back = useBack();
  const formId = useId();
  const shopId = useOwnShop()?.shopId ?? '';
  const list = useRead(offers.listOfShop, { params: { shopId } }, { enabled: shopId !== '' });
  const [chosen, setChosen] = useState<string>();
  const create = useMoneyMutation(slots.create, {
    changes: [bookings.calendar],
    onDone: ({ items }) => {
      Toast.show(t('form.saved', { count: items.length }));
      back();
    },
  });
  const send = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const number = (name: string): number => Number(form.get(name));
    const params = { offerId: String(form.get('offerId')) };
    const body = {
      date: String(form.get('date')),
      startTime: String(form.get('startTime')),
      minutes: number('minutes'),
      capacity: number('capacity'),
      weeks: number('weeks'),
      leadMinutes: number('lead') * 60,
      cancelMinutes: number('cancel') * 60,
    };
    create.start({ params, body });
  };
  return (
    <PhonePage
      title={t('form.title')}
      onBack={back}
      bottom={
        <Button color="primary" block type="submit" form={formId} loading={create.sending}>
          {t('form.save')}
        </Button>
      }
    >
      {create.refused === undefined ? null : <Banner tone="danger">{messageOf(create.refused)}</Banner>}
      <Shown of={list} rows={8}>
        {({ items }) => {
          const services = items.filter(({ kind, active }) => kind === 'service' && active);
          if (services.length === 0) return <Nothing title={t('form.noOffers')} />;
          return (
            <Card>
              <form id={formId} className={styles.form} onSubmit={send}>
                <Field label={t('form.offer')}>
                  <select
                    name="offerId"
                    value={chosen ?? services[0]?.offerId}
                    onChange={(event) => setChosen(event.target.value)}
                  >
                    {services.map(({ offerId, title }) => (
                      <option key={offerId} value={offerId}>
                        {title}
                      </option>
                    ))}
                  </select>
                </Field>
                <Field label={t('form.date')}>
                  <input
                    type="date"
                    name="date"
                    required
                    min={businessDate()}
                    defaultValue={addDays(businessDate(), 1)}
                  />
                </Field>
                <Field label={t('form.start')}>
                  <input type="time" name="startTime" required defaultValue="09:00" />
                </Field>
                <NumberField name="minutes" label={t('form.minutes')} min={15} max={720} value={60} step={15} />
                <NumberField name="capacity" label={t('form.capacity')} min={1} max={50} value={1} />
                <NumberField
                  name="weeks"
                  label={t('form.weeks')}
                  hint={t('form.weeksHint')}
                  min={1}
                  max={26}
                  value={1}
                />
                <NumberField name="lead" label={t('form.lead')} min={0} max={336} value={1} />
                <NumberField name="cancel" label={t('form.cancel')} min={0} max={336} value={12} />
              </form>
            </Card>
          );
        }}
      </Shown>
    </PhonePage>
  );
}

interface NumberFieldProps {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly min: number;
  readonly max: number;
  readonly value: number;
  readonly step?: number;
}

function NumberField({ name, label, hint, min, max, value, step = 1 }: NumberFieldProps) {
  return (
    <Field label={label} hint={hint}>
      <input
        type="number"
        name={name}
        required
        inputMode="numeric"
        min={min}
        max={max}
        step={step}
        defaultValue={value}
      />
    </Field>
  );
}
