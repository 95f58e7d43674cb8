import { Button, Empty, Skeleton, Table, type TableProps } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatNumber } from '../../components/formatters.ts';
import styles from './RecordTable.module.css';
import { Trouble } from './Trouble.tsx';

/** The part of `useList` that the table shows. */
export interface ListState<Row> {
  items: readonly Row[];
  isPending: boolean;
  isFetchingNextPage?: boolean;
  hasNextPage?: boolean;
  error: unknown;
  refetch: () => unknown;
  fetchNextPage?: () => unknown;
}

export interface RecordTableProps<Row> {
  list: ListState<Row>;
  columns: NonNullable<TableProps<Row>['columns']>;
  rowKey: (row: Row) => string;
  /** A touch or Enter on a row opens its record. */
  onOpen?: (row: Row) => void;
  /** The row whose record is open. */
  openKey?: string | undefined;
  /** Filters above the table. */
  toolbar?: ReactNode;
  /** All there are, when the server counts them. */
  total?: number | undefined;
  empty?: ReactNode;
  rowClassName?: (row: Row) => string;
  /** Width below which the table scrolls sideways, in CSS pixels. */
  minWidthPx?: number;
}

/** The one table of the console: cursor pages, loading, empty and error states, rows that open. */
export function RecordTable<Row extends object>(props: RecordTableProps<Row>) {
  const { list, toolbar } = props;
  return (
    <section className={`card ${styles.table}`}>
      {toolbar === undefined ? null : <div className={styles.toolbar}>{toolbar}</div>}
      {list.error !== null && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : list.isPending ? (
        <div className={styles.waiting}>
          <Skeleton active title={false} paragraph={{ rows: 8, width: '100%' }} />
        </div>
      ) : (
        <Rows {...props} />
      )}
    </section>
  );
}

function Rows<Row extends object>(props: RecordTableProps<Row>) {
  const { list, columns, rowKey, onOpen, openKey, total, empty, rowClassName, minWidthPx } = props;
  const { t } = useTranslation(['console', 'common']);
  return (
    <>
      <Table<Row>
        dataSource={[...list.items]}
        columns={columns}
        rowKey={rowKey}
        pagination={false}
        size="middle"
        locale={{
          emptyText: (
            <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={empty ?? t('state.empty', { ns: 'common' })} />
          ),
        }}
        scroll={minWidthPx === undefined ? {} : { x: minWidthPx }}
        rowClassName={(row) =>
          [rowKey(row) === openKey ? styles.open : '', onOpen ? styles.opens : '', rowClassName?.(row) ?? ''].join(' ')
        }
        onRow={(row) =>
          onOpen === undefined
            ? {}
            : {
                tabIndex: 0,
                onClick: () => onOpen(row),
                onKeyDown: (event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget) onOpen(row);
                },
              }
        }
      />
      {list.items.length === 0 ? null : (
        <footer className={`${styles.foot} small quiet`}>
          <span>
            {total === undefined
              ? t('table.shown', { number: formatNumber(list.items.length) })
              : `${t('table.total', { number: formatNumber(total) })} · ${t('table.shown', { number: formatNumber(list.items.length) })}`}
          </span>
          {list.hasNextPage === true ? (
            <Button loading={list.isFetchingNextPage === true} onClick={() => void list.fetchNextPage?.()}>
              {t('action.loadMore', { ns: 'common' })}
            </Button>
          ) : (
            <span>{t('table.end')}</span>
          )}
        </footer>
      )}
    </>
  );
}
