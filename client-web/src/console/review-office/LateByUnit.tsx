import type { ReviewOffice } from '@red-points/shared/contracts';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatAge, formatNumber } from '../../components/formatters.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { useUnit } from '../unit.tsx';
import styles from './office.module.css';

type Row = ReviewOffice['units'][number];

/** The units below, most late first; a touch on one opens it. */
export function LateByUnit({ office }: { office: ReviewOffice }) {
  const { t } = useTranslation('consoleReviewOffice');
  const { choose } = useUnit();
  const items = [...office.units].sort((one, other) => other.late - one.late || other.waiting - one.waiting);
  const columns: NonNullable<TableProps<Row>['columns']> = [
    {
      key: 'unit',
      title: t('units.unit'),
      render: (_, row) => <b>{row.unitId === office.unitId ? t('units.own') : row.unitName}</b>,
    },
    {
      key: 'waiting',
      title: t('units.waiting'),
      width: 96,
      align: 'right',
      render: (_, row) => formatNumber(row.waiting),
    },
    {
      key: 'late',
      title: t('units.late'),
      width: 110,
      align: 'right',
      render: (_, row) => (row.late === 0 ? '0' : <StateTag tone="warning">{formatNumber(row.late)}</StateTag>),
    },
    {
      key: 'escalated',
      title: t('units.escalated'),
      width: 96,
      align: 'right',
      render: (_, row) => formatNumber(row.escalated),
    },
    {
      key: 'oldest',
      title: t('units.oldest'),
      width: 120,
      align: 'right',
      render: (_, row) => (row.oldestSince === null ? <span className="quiet">—</span> : formatAge(row.oldestSince)),
    },
  ];
  return (
    <RecordTable
      list={{ items, isPending: false, error: null, refetch: () => undefined }}
      columns={columns}
      rowKey={(row) => row.unitId}
      onOpen={(row) => choose(row.unitId)}
      empty={t('units.none')}
      minWidthPx={520}
      toolbar={
        <div className={styles['tools']}>
          <h2>{t('units.title')}</h2>
          <span className="small quiet">{t('units.hint')}</span>
        </div>
      }
    />
  );
}
