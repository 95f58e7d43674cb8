import DeleteOutlined from '@ant-design/icons-svg/es/asn/DeleteOutlined';
import { shopOpening, shops } from '@red-points/shared/contracts';
import { Button, Switch, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate, formatDateWeekday } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import {
  type Hours,
  MONTH_DAYS,
  type RedemptionDays,
  SPAN,
  SPANS_MAX,
  type Spans,
  toggled,
  USUAL_DAYS,
  USUAL_HOURS,
  untilSaid,
  untilShown,
  WEEK,
  withSpans,
} from '../../features/shops/opening-edits.ts';
import { useOpeningWords } from '../../features/shops/use-opening-words.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';
import styles from './OpeningPage.module.css';

type Opening = CallAnswer<typeof shopOpening.get>;
/** 营业时间 of the shop, and the redemption days of a community's own market. */
export function OpeningPage() {
  const { t } = useTranslation('shopWork');
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const params = { params: { shopId } };
  const when = { enabled: shopId !== '', staleMs: 0 };
  const opening = useRead(shopOpening.get, params, when);
  const shop = useRead(shops.get, params, when);
  if (opening.data === undefined || shop.data === undefined) {
    return (
      <PhonePage title={t('opening.title')} onBack={back}>
        <Shown of={opening.data === undefined ? opening : shop} rows={6}>
          {() => null}
        </Shown>
      </PhonePage>
    );
  }
  const isMarket = shop.data.kind === 'community_market';
  return <Edit key={opening.data.version} shopId={shopId} opening={opening.data} isMarket={isMarket} onBack={back} />;
}

function Edit({
  shopId,
  opening,
  isMarket,
  onBack,
}: {
  shopId: string;
  opening: Opening;
  isMarket: boolean;
  onBack: () => void;
}) {
  const { t } = useTranslation('shopWork');
  const words = useOpeningWords();
  const [hours, setHours] = useState(opening.hours);
  const [days, setDays] = useState(opening.redemptionDays);
  const save = useChange(shopOpening.set, {
    changes: [shopOpening.get, shops.get],
    onDone: () => void Toast.show(t('opening.saved')),
  });
  const body = { hours, redemptionDays: days, version: opening.version };
  return (
    <PhonePage
      title={t('opening.title')}
      onBack={onBack}
      bottom={
        <Button
          block
          color="primary"
          loading={save.isPending}
          onClick={() => save.mutate({ params: { shopId }, body })}
        >
          {t('opening.save')}
        </Button>
      }
    >
      {save.error === null ? null : <Banner tone="danger">{messageOf(save.error)}</Banner>}
      <Banner tone="slate">{words(opening) ?? t('opening.openNow')}</Banner>
      <Card>
        <Row
          title={t('opening.always')}
          end={
            <Switch
              checked={hours === null}
              aria-label={t('opening.always')}
              onChange={(always) => setHours(always ? null : USUAL_HOURS)}
            />
          }
        />
        <p className={`small quiet ${styles['hint']}`}>{t('opening.alwaysHint')}</p>
      </Card>
      {hours === null ? null : <HoursForm hours={hours} onChange={setHours} />}
      {isMarket ? <DaysForm days={days} onChange={setDays} /> : null}
    </PhonePage>
  );
}

function HoursForm({ hours, onChange }: { hours: Hours; onChange: (hours: Hours) => void }) {
  const { t } = useTranslation('shopWork');
  return (
    <>
      <Card className={styles['week']}>
        {WEEK.map((day, index) => (
          <DayLine
            key={day}
            name={t(`opening.week.${day}`)}
            spans={hours.weekdays[index] ?? []}
            onChange={(spans) => onChange(withSpans(hours, index, spans))}
          />
        ))}
      </Card>
      <ClosedDays days={hours.closedDays} onChange={(closedDays) => onChange({ ...hours, closedDays })} />
    </>
  );
}

function DayLine({ name, spans, onChange }: { name: string; spans: Spans; onChange: (spans: Spans) => void }) {
  const { t } = useTranslation('shopWork');
  const change = (index: number, part: Partial<typeof SPAN>): void =>
    onChange(spans.map((span, at) => (at === index ? { ...span, ...part } : span)));
  return (
    <fieldset className={styles['day']}>
      <legend>{name}</legend>
      <div>
        {spans.length === 0 ? <span className="quiet">{t('opening.closed')}</span> : null}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: spans have no identity beside their place in the day.
          <span key={index} className={styles['span']}>
            <input
              type="time"
              aria-label={`${name} ${t('opening.from')}`}
              value={span.from}
              onChange={(event) => change(index, { from: event.target.value })}
            />
            –
            <input
              type="time"
              aria-label={`${name} ${t('opening.until')}`}
              value={untilShown(span.until)}
              onChange={(event) => change(index, { until: untilSaid(event.target.value) })}
            />
            <button
              type="button"
              className="plain-button"
              aria-label={`${name} ${t('opening.removeSpan')}`}
              onClick={() => onChange(spans.filter((_, at) => at !== index))}
            >
              <Icon of={DeleteOutlined} size={16} />
            </button>
          </span>
        ))}
        {spans.length < SPANS_MAX ? (
          <button type="button" className="plain-button link" onClick={() => onChange([...spans, SPAN])}>
            {t('opening.add')}
            <span className="visually-hidden"> {name}</span>
          </button>
        ) : null}
      </div>
    </fieldset>
  );
}

function ClosedDays({ days, onChange }: { days: readonly string[]; onChange: (days: string[]) => void }) {
  const { t } = useTranslation('shopWork');
  const today = businessDate();
  const [day, setDay] = useState('');
  const coming = [...days].filter((each) => each >= today).sort();
  const add = (): void => {
    if (day !== '' && !days.includes(day)) onChange([...coming, day]);
    setDay('');
  };
  return (
    <Card className={styles['closed']}>
      <h2>{t('opening.closedDays')}</h2>
      {coming.map((each) => (
        <span key={each} className={styles['span']}>
          {formatDateWeekday(each)}
          <button
            type="button"
            className="plain-button"
            aria-label={t('opening.removeDay', { day: formatDateWeekday(each) })}
            onClick={() => onChange(coming.filter((other) => other !== each))}
          >
            <Icon of={DeleteOutlined} size={16} />
          </button>
        </span>
      ))}
      <span className={styles['span']}>
        <input
          type="date"
          min={today}
          aria-label={t('opening.closedDays')}
          value={day}
          onChange={(event) => setDay(event.target.value)}
        />
        <Button size="small" disabled={day === ''} onClick={add}>
          {t('opening.addDay')}
        </Button>
      </span>
    </Card>
  );
}

function DaysForm({
  days,
  onChange,
}: {
  days: RedemptionDays | null;
  onChange: (days: RedemptionDays | null) => void;
}) {
  const { t } = useTranslation('shopWork');
  return (
    <Card className={styles['closed']}>
      <h2>{t('opening.redemption')}</h2>
      <span className={styles['switch']}>
        <span>
          {t('opening.everyDay')}
          <small className="quiet">{t('opening.everyDayHint')}</small>
        </span>
        <Switch
          checked={days === null}
          aria-label={t('opening.everyDay')}
          onChange={(every) => onChange(every ? null : USUAL_DAYS)}
        />
      </span>
      {days === null ? null : (
        <>
          <p className="small quiet">{t('opening.byWeekday')}</p>
          <div className={styles['toggles']}>
            {WEEK.map((day, index) => (
              <button
                key={day}
                type="button"
                aria-pressed={days.weekdays.includes(index + 1)}
                onClick={() => onChange({ ...days, weekdays: toggled(days.weekdays, index + 1) })}
              >
                {t(`opening.week.${day}`)}
              </button>
            ))}
          </div>
          <p className="small quiet">{t('opening.byMonthDay')}</p>
          <div className={styles['toggles']}>
            {MONTH_DAYS.map((day) => (
              <button
                key={day}
                type="button"
                aria-pressed={days.monthDays.includes(day)}
                onClick={() => onChange({ ...days, monthDays: toggled(days.monthDays, day) })}
              >
                {day}
              </button>
            ))}
          </div>
        </>
      )}
    </Card>
  );
}
