import type { Verification } from '@red-points/shared/contracts';
import type { TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatMoment, formatNumber } from '../../components/formatters.ts';
import { type ListState, RecordTable } from '../components/RecordTable.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import { useDuration } from './words.ts';

export interface RunHistoryProps {
  list: ListState<Verification>;
  chosenId: string | undefined;
  onChoose: (verificationId: string) => void;
}

/** Verifications, newest first; a row shows its result above. */
export function RunHistory({ list, chosenId, onChoose }: RunHistoryProps) {
  const { t } = useTranslation('consoleVerify');
  return (
    <RecordTable
      list={list}
      columns={useColumns()}
      rowKey={(run) => run.verificationId}
      onOpen={(run) => onChoose(run.verificationId)}
      openKey={chosenId}
      empty={t('history.none')}
      minWidthPx={720}
      toolbar={<b>{t('history.title')}</b>}
    />
  );
}

function useColumns(): NonNullable<TableProps<Verification>['columns']> {
  const { t } = useTranslation('consoleVerify');
  const duration = useDuration();
  return [
    { key: 'at', title: t('history.at'), width: 190, render: (_, run) => formatMoment(run.requestedAt) },
    { key: 'by', title: t('history.by'), render: (_, run) => run.requestedByName ?? t('by.itself') },
    {
      key: 'transactions',
      title: t('figure.transactions'),
      width: 110,
      align: 'right',
      render: (_, run) => (run.result === null ? '—' : formatNumber(run.result.transactions)),
    },
    {
      key: 'accounts',
      title: t('figure.accounts'),
      width: 110,
      align: 'right',
      render: (_, run) => (run.result === null ? '—' : formatNumber(run.result.accounts)),
    },
    {
      key: 'took',
      title: t('history.took'),
      width: 90,
      align: 'right',
      render: (_, run) =>
        run.startedAt === null || run.finishedAt === null
          ? '—'
          : duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt)),
    },
    { key: 'state', title: t('history.state'), width: 130, render: (_, run) => <RunTag run={run} /> },
  ];
}

function RunTag({ run }: { run: Verification }) {
  const { t } = useTranslation('consoleVerify');
  if (run.state === 'failed') return <StateTag tone="plain">{t('state.failed')}</StateTag>;
  if (run.result === null) return <StateTag tone="warning">{t('state.open')}</StateTag>;
  if (run.result.bad === 0) return <StateTag tone="success">{t('state.good')}</StateTag>;
  return <StateTag tone="danger">{t('state.bad', { number: formatNumber(run.result.bad) })}</StateTag>;
}
