import { type Objection, objections } from '@red-points/shared/contracts';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatDay, formatHours, formatShortMoment } from '../../components/formatters.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { useUnit } from '../unit.tsx';
import { ObjectionDrawer } from './ObjectionDrawer.tsx';
import { lastMomentOf, STATE_TONES } from './words.ts';

export interface ObjectionListProps {
  show: 'waiting' | 'all';
  openId: string | undefined;
  onOpen: (objectionId: string | undefined) => void;
}

/** Objections of the unit: those that wait, the oldest first, or all of them. */
export function ObjectionList({ show, openId, onOpen }: ObjectionListProps) {
  const { t } = useTranslation('objections');
  const { unitId } = useUnit();
  const list = useList(
    objections.list,
    { query: { unitId, show, limit: 50 } },
    { enabled: unitId !== '', everyMs: 30_000 },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(item) => item.objectionId}
        openKey={openId}
        onOpen={(item) => onOpen(item.objectionId)}
        empty={t(show === 'waiting' ? 'console.noneWaiting' : 'console.noneAll')}
        minWidthPx={980}
      />
      <ObjectionDrawer
        item={list.items.find(({ objectionId }) => objectionId === openId)}
        onClose={() => onOpen(undefined)}
      />
    </>
  );
}

function useColumns(): NonNullable<TableProps<Objection>['columns']> {
  const { t } = useTranslation('objections');
  return [
    {
      key: 'whose',
      title: t('console.whose'),
      width: 180,
      render: (_, { line }) => (
        <>
          <b>{line.maskedName}</b> <span className="small quiet">{line.gridName}</span>
        </>
      ),
    },
    { key: 'what', title: t('console.what'), width: 200, render: (_, { line }) => line.title },
    {
      key: 'worth',
      title: t('console.worth'),
      width: 150,
      render: (_, { line }) => t('worth', { points: line.points, hours: formatHours(line.minutes) }),
    },
    { key: 'reason', title: t('console.reason'), ellipsis: true, render: (_, item) => item.reason },
    { key: 'filed', title: t('console.filedAt'), width: 130, render: (_, item) => formatShortMoment(item.filedAt) },
    {
      key: 'due',
      title: t('console.due'),
      width: 140,
      render: (_, item) =>
        item.isLate ? (
          <StateTag tone="danger">{`${formatDay(lastMomentOf(item.dueAt))} ${t('console.late')}`}</StateTag>
        ) : (
          formatDay(lastMomentOf(item.dueAt))
        ),
    },
    {
      key: 'state',
      title: t('console.outcome'),
      width: 148,
      render: (_, item) => <StateTag tone={STATE_TONES[item.state]}>{t(`state.${item.state}`)}</StateTag>,
    },
  ];
}
