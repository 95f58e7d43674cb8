import DownOutlined from '@ant-design/icons-svg/es/asn/DownOutlined';
import LeftOutlined from '@ant-design/icons-svg/es/asn/LeftOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import type { PeriodStatement } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { businessDate, formatDate, formatMonth } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { standingOf, sumsOf } from '../../features/statement/standing.ts';
import type { StatementPeriod } from '../../features/statement/use-whole-statement.ts';
import { Card } from '../../phone/components/Card.tsx';
import styles from './PeriodCard.module.css';
import { PeriodSheet } from './PeriodSheet.tsx';
import { isMonth, monthBeside } from './period.ts';

interface PeriodCardProps {
  readonly period: StatementPeriod;
  readonly summary: PeriodStatement['summary'];
  readonly onChoose: (period: StatementPeriod) => void;
}

/** Which month or period, what there was before and after it, and what came and went between. */
export function PeriodCard({ period, summary, onChoose }: PeriodCardProps) {
  const { t } = useTranslation('statement');
  const [choosing, setChoosing] = useState(false);
  const next = monthBeside(period, 1);
  return (
    <Card className={styles.card}>
      <div className={styles.choice}>
        <button
          type="button"
          className="plain-button"
          aria-label={t('before')}
          onClick={() => onChoose(monthBeside(period, -1))}
        >
          <Icon of={LeftOutlined} size={16} />
        </button>
        <button type="button" className="plain-button" aria-haspopup="dialog" onClick={() => setChoosing(true)}>
          <b>{periodName(period, t)}</b>
          <Icon of={DownOutlined} size={12} />
        </button>
        <button
          type="button"
          className="plain-button"
          aria-label={t('after')}
          disabled={next.from > businessDate()}
          onClick={() => onChoose(next)}
        >
          <Icon of={RightOutlined} size={16} />
        </button>
      </div>
      <Sums summary={summary} />
      <PeriodSheet
        open={choosing}
        period={period}
        onChoose={(chosen) => {
          setChoosing(false);
          onChoose(chosen);
        }}
        onClose={() => setChoosing(false)}
      />
    </Card>
  );
}

type Words = ReturnType<typeof useTranslation<'statement'>>['t'];

const periodName = (period: StatementPeriod, t: Words): string =>
  isMonth(period)
    ? formatMonth(period.from.slice(0, 7))
    : t('span', { from: formatDate(period.from), until: formatDate(period.until) });

function Sums({ summary }: { summary: PeriodStatement['summary'] }) {
  const { t } = useTranslation('statement');
  const sums = summary === null ? null : sumsOf(summary.totals);
  const shown = [
    { key: 'opening', value: summary === null ? null : standingOf(summary.opening), tone: 'plain' },
    { key: 'gained', value: sums?.gained ?? null, tone: 'signed' },
    { key: 'lost', value: sums?.lost ?? null, tone: 'signed' },
    { key: 'closing', value: summary === null ? null : standingOf(summary.closing), tone: 'plain' },
  ] as const;
  return (
    <dl className={styles.sums}>
      {shown.map(({ key, value, tone }) => (
        <div key={key}>
          <dt>{t(key)}</dt>
          <dd>{value === null ? '—' : <Points value={value} tone={tone} />}</dd>
        </div>
      ))}
    </dl>
  );
}
