import { type MediationCase, mediation } from '@red-points/shared/contracts';
import { Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatDate, formatDateWeekday, inList } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { useUnit } from '../unit.tsx';
import { RecordVisit } from './CasePanel.tsx';

/** Cases whose follow-up visit is due, longest due first; a visit is recorded from here. */
export function VisitsTable({ onOpenClaim }: { onOpenClaim: (claimId: string) => void }) {
  const { t } = useTranslation(['claimForm', 'consoleOversight']);
  const { unitId } = useUnit();
  const [visiting, setVisiting] = useState<string>();
  const list = useList(mediation.visits, { query: { unitId, limit: 50 } }, { enabled: unitId !== '' });
  const columns: NonNullable<TableProps<MediationCase>['columns']> = [
    { key: 'title', title: t('column.what', { ns: 'consoleOversight' }), render: (_, record) => record.title },
    { key: 'unit', title: t('visit.unit'), render: (_, record) => record.unitName },
    {
      key: 'on',
      title: t('visit.mediatedOn'),
      width: 150,
      render: (_, record) => formatDateWeekday(record.occurredOn),
    },
    {
      key: 'outcome',
      title: t('mediation.outcome'),
      width: 120,
      render: (_, record) => <Tag>{t(`mediation.outcomeOf.${record.outcome}`)}</Tag>,
    },
    {
      key: 'mediators',
      title: t('mediation.mediators'),
      render: (_, record) => inList(record.mediators.map(({ maskedName }) => maskedName)),
    },
    {
      key: 'due',
      title: t('visit.due'),
      width: 110,
      render: (_, record) => (record.visitDueOn === null ? '' : formatDate(record.visitDueOn)),
    },
    {
      key: 'act',
      title: <ActsHead />,
      width: 120,
      render: (_, record) => (
        <Button
          size="small"
          onClick={(event) => {
            event.stopPropagation();
            setVisiting(record.caseId);
          }}
        >
          {t('visit.record')}
        </Button>
      ),
    },
  ];
  return (
    <>
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(record) => record.caseId}
        onOpen={(record) => {
          const [first] = record.mediators;
          if (first !== undefined) onOpenClaim(first.claimId);
        }}
        empty={
          <>
            <p>{t('visit.none')}</p>
            <p className="small quiet">{t('visit.noneHint')}</p>
          </>
        }
        minWidthPx={860}
      />
      <RecordVisit caseId={visiting ?? ''} open={visiting !== undefined} onClose={() => setVisiting(undefined)} />
    </>
  );
}
