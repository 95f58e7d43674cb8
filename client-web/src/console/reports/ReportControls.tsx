import LeftOutlined from '@ant-design/icons-svg/es/asn/LeftOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { Button, DatePicker, Segmented, Tooltip } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { businessDate, formatDate, formatMonth } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { neighbour, PERIOD_KINDS, type PeriodKind, type Span, spanOf } from './period.ts';
import styles from './reports.module.css';

export interface ReportChoice extends Span {
  readonly kind: PeriodKind;
  /** What was known at the end of this day; undefined for what is known now. */
  readonly known: string | undefined;
}

const isoOf = (day: Dayjs): string => day.format('YYYY-MM-DD');

/** Which report: its kind, its period, and what was known when. */
export function ReportControls({
  choice,
  onChange,
}: {
  choice: ReportChoice;
  onChange: (choice: ReportChoice) => void;
}) {
  const { t } = useTranslation('consoleReports');
  const today = businessDate();
  const { kind, known } = choice;
  const go = (span: Span): void => onChange({ ...choice, ...span });
  const next = neighbour(kind, choice, 1);
  return (
    <div className={`card ${styles.controls}`}>
      <Segmented
        value={kind}
        aria-label={t('kindLabel')}
        options={PERIOD_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        onChange={(value) =>
          onChange({ ...choice, kind: value, ...spanOf(value, choice.until < today ? choice.until : today) })
        }
      />
      <div className={styles.period}>
        <Button
          icon={<Icon of={LeftOutlined} />}
          aria-label={t('before')}
          title={t('before')}
          onClick={() => go(neighbour(kind, choice, -1))}
        />
        <PeriodPicker choice={choice} onChange={go} />
        <Button
          icon={<Icon of={RightOutlined} />}
          aria-label={t('after')}
          title={t('after')}
          disabled={next.from > today}
          onClick={() => go(next)}
        />
      </div>
      <Tooltip title={t('knownWhat')}>
        <DatePicker
          value={known === undefined ? null : dayjs(known)}
          placeholder={t('knownNow')}
          aria-label={t('known')}
          format={(day) => `${t('known')} ${isoOf(day)}`}
          disabledDate={(day) => isoOf(day) >= today}
          style={{ width: 220 }}
          onChange={(day) => onChange({ ...choice, known: day === null ? undefined : isoOf(day) })}
        />
      </Tooltip>
    </div>
  );
}

function PeriodPicker({ choice, onChange }: { choice: ReportChoice; onChange: (span: Span) => void }) {
  const { t } = useTranslation('consoleReports');
  const today = businessDate();
  const { kind, from, until } = choice;
  const inFuture = (day: Dayjs): boolean => isoOf(day) > today;
  if (kind === 'custom') {
    return (
      <DatePicker.RangePicker
        value={[dayjs(from), dayjs(until)]}
        allowClear={false}
        aria-label={t('period')}
        disabledDate={(day) => inFuture(day)}
        onChange={(range) => {
          const [begin, end] = range ?? [];
          if (begin && end) onChange({ from: isoOf(begin), until: isoOf(end) });
        }}
      />
    );
  }
  return (
    <DatePicker
      picker={kind}
      value={dayjs(from)}
      allowClear={false}
      aria-label={t('period')}
      style={{ width: kind === 'week' ? 250 : 150 }}
      disabledDate={(day) => isoOf(day.startOf(kind)) > today}
      format={() =>
        kind === 'week'
          ? t('span', { from: formatDate(from), until: formatDate(until) })
          : formatMonth(from.slice(0, 7))
      }
      onChange={(day) => {
        if (day !== null) onChange(spanOf(kind, isoOf(day)));
      }}
    />
  );
}
