import { type publicity as contract, publicity } from '@red-points/shared/contracts';
import { Button, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList } from '../../api/index.ts';
import { formatDateWeekday, formatHours, formatMoment, formatNumber } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { CategoryTag } from '../../components/Tag.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { useUnit } from '../unit.tsx';

type Line = ItemOf<typeof contract.list>;

const TONES = { in_publicity: 'slate', objected: 'danger', posted: 'success', refused: 'plain' } as const;

/** 公示与异议: what the public list shows now; a line with an objection waits. */
export function PublicityPage() {
  const { t } = useTranslation('consoleOversight');
  const { unitId, unit } = useUnit();
  const list = useList(publicity.list, { query: { unitId, limit: 100 } }, { enabled: unitId !== '', everyMs: 30_000 });
  const first = list.first;
  const until = first?.windowUntil;
  const notice = `/notice/${encodeURIComponent(unitId)}`;
  return (
    <Page>
      <PageHeader
        title={t('publicity.title')}
        note={
          first === undefined
            ? undefined
            : t('publicity.note', {
                number: formatNumber(first.total),
                people: formatNumber(first.people),
                points: formatNumber(first.points),
              })
        }
        actions={
          <>
            {until === null || until === undefined ? null : (
              <span className="quiet">{t('publicity.until', { moment: formatMoment(until) })}</span>
            )}
            <Button href={notice} target="_blank">
              {t('publicity.open')}
            </Button>
            <Button href={`${notice}?print`} target="_blank">
              {t('publicity.print')}
            </Button>
          </>
        }
      />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(line) => line.creditId}
        total={first?.total}
        empty={t('publicity.none', { unit: unit?.name ?? '' })}
        minWidthPx={860}
      />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Line>['columns']> {
  const { t } = useTranslation(['consoleOversight', 'common']);
  return [
    { key: 'name', title: t('column.name'), width: 100, render: (_, line) => <b>{line.maskedName}</b> },
    { key: 'grid', title: t('column.grid'), width: 160, render: (_, line) => line.gridName },
    { key: 'title', title: t('column.what'), render: (_, line) => line.title },
    {
      key: 'category',
      title: t('column.category'),
      width: 120,
      render: (_, line) => <CategoryTag category={line.category} />,
    },
    { key: 'date', title: t('column.date'), width: 140, render: (_, line) => formatDateWeekday(line.date) },
    {
      key: 'hours',
      title: t('column.hours'),
      width: 100,
      align: 'right',
      render: (_, line) => `${formatHours(line.minutes)} ${t('unit.hours', { ns: 'common' })}`,
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 90,
      align: 'right',
      render: (_, line) => <Points value={line.points} tone={line.state === 'posted' ? 'plain' : 'pending'} />,
    },
    {
      key: 'state',
      title: t('column.state'),
      width: 130,
      render: (_, line) => <StateTag tone={TONES[line.state]}>{t(`publicity.${line.state}`)}</StateTag>,
    },
  ];
}
