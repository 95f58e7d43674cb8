import type { StatementLine } from '@red-points/shared/contracts';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { businessDate, formatHours, formatMoment } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { Facts } from '../phone/components/Card.tsx';
import { Sheet } from '../phone/components/Sheet.tsx';
import { AskAboutEntry } from './contests/AskAboutEntry.tsx';
import { EntryReceipt } from './EntryReceipt.tsx';
import { signedPoints } from './statement-lines.ts';

/** What an entry was, in a line: `楼道清洁，2.5 小时`, `午餐套餐，暖邻食堂`. */
export function lineTitle(line: StatementLine, t: TFunction<'resident'>): string {
  if (line.kind === 'earn' && line.minutes > 0)
    return t('statement.minutes', { title: line.title, hours: formatHours(line.minutes) });
  const bought = line.kind === 'capture' || line.kind === 'spend' || line.kind === 'hold';
  return bought && line.place !== null
    ? t('statement.withPlace', { title: line.title, place: line.place })
    : line.title;
}

/** One entry opened: its rule, who reviewed it, its receipt. */
export function EntrySheet({ line, onClose }: { line: StatementLine | undefined; onClose: () => void }) {
  const { t } = useTranslation(['resident', 'common', 'domain', 'debt']);
  return (
    <Sheet
      open={line !== undefined}
      title={line?.title}
      figure={
        line === undefined ? undefined : (
          <Points value={signedPoints(line)} tone={line.kind === 'hold' ? 'pending' : 'signed'} figure />
        )
      }
      onClose={onClose}
    >
      {line === undefined ? null : (
        <>
          <Facts rows={factsOf(line, t)} />
          <EntryReceipt entryId={line.entryId} />
          <AskAboutEntry entryId={line.entryId} />
          <p className="small quiet">{t('statement.receiptNote')}</p>
        </>
      )}
    </Sheet>
  );
}

function factsOf(line: StatementLine, t: TFunction<['resident', 'common', 'domain', 'debt']>) {
  const reviewer = line.actors.find((actor) => actor.part === 'reviewer');
  const rows = [
    { label: t('statement.time'), value: formatMoment(line.effectiveAt) },
    businessDate(line.effectiveAt) === businessDate(line.recordedAt)
      ? undefined
      : { label: t('statement.recorded'), value: formatMoment(line.recordedAt) },
    line.place === null ? undefined : { label: t('statement.place'), value: line.place },
    line.member === null ? undefined : { label: t('statement.member'), value: line.member },
    line.ruleCode === null
      ? undefined
      : {
          label: t('statement.rule'),
          value: t('statement.ruleValue', { code: line.ruleCode, version: line.ruleVersion ?? 1 }),
        },
    line.provenance === null
      ? undefined
      : { label: t('statement.provenance'), value: t(`provenance.${line.provenance}`, { ns: 'domain' }) },
    reviewer === undefined ? undefined : { label: t('statement.reviewer'), value: reviewer.name },
    line.reason === null ? undefined : { label: t('reasonLabel', { ns: 'debt' }), value: line.reason },
    line.owedChange === 0 ? undefined : { label: t('label', { ns: 'debt' }), value: <OwedChange line={line} /> },
    { label: t('statement.balanceAfter'), value: <Points value={line.balanceAfter} /> },
    { label: t('statement.receipt'), value: <span className="mono">{line.receiptCode}</span> },
  ];
  return rows.filter((row) => row !== undefined);
}

/** What the entry did to a debt, and what is owed after it. */
function OwedChange({ line }: { line: StatementLine }) {
  const { t } = useTranslation('debt');
  const change = line.owedChange > 0 ? t('made', { points: line.owedChange }) : t('paid', { points: -line.owedChange });
  const after = line.owedAfter > 0 ? t('after', { points: line.owedAfter }) : t('paidOff');
  return (
    <>
      {change}
      <br />
      <span className="small quiet">{after}</span>
    </>
  );
}
