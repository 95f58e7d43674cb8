import { objections, publicity, reports } from '@red-points/shared/contracts';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatDate, formatHours, formatNumber, formatShortDay } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import styles from './BatchDrawer.module.css';
import { LINE_TONES } from './words.ts';

type Line = ItemOf<typeof publicity.staffLines>;

/** One publication with its lines; for whoever comes to the office an objection is written down here. */
export function BatchDrawer({ batchId, onClose }: { batchId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['objections', 'common']);
  const list = useList(
    publicity.staffLines,
    { params: { batchId: batchId ?? '' }, query: { limit: 100 } },
    { enabled: batchId !== undefined },
  );
  const batch = list.first?.batch;
  const [objectingTo, setObjectingTo] = useState<Line>();
  const page =
    batch === undefined ? '' : `/notice/${encodeURIComponent(batch.unitId)}?batch=${encodeURIComponent(batch.batchId)}`;
  return (
    <RecordDrawer
      open={batchId !== undefined}
      onClose={onClose}
      title={batch === undefined ? '' : t('number', { unit: batch.unitName, year: batch.year, number: batch.number })}
      subtitle={
        batch === undefined ? undefined : t(batch.isOpen ? 'until' : 'over', { day: formatDate(batch.lastDay) })
      }
      figures={
        batch === undefined
          ? []
          : [
              { label: t('console.total'), value: batch.total },
              { label: t('console.peopleCount'), value: batch.people },
              { label: t('console.points'), value: batch.points },
              { label: t('console.objected'), value: batch.objected },
            ]
      }
      loading={list.isPending}
      error={list.error}
      onRetry={() => void list.refetch()}
      footer={
        batch === undefined ? undefined : (
          <>
            <Button href={page} target="_blank">
              {t('console.openPage')}
            </Button>
            <Button type="primary" href={`${page}&print`} target="_blank">
              {t('console.print')}
            </Button>
          </>
        )
      }
    >
      <ol className={styles['lines']}>
        {list.items.map((line) => (
          <LineOf key={line.creditId} line={line} onObject={() => setObjectingTo(line)} />
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
      {objectingTo === undefined ? null : <FileFor line={objectingTo} onClose={() => setObjectingTo(undefined)} />}
    </RecordDrawer>
  );
}

function LineOf({ line, onObject }: { line: Line; onObject: () => void }) {
  const { t } = useTranslation('objections');
  const may = useMay();
  const takes = line.state === 'in_publicity' || line.state === 'objected';
  return (
    <li>
      <div>
        <b>{line.maskedName}</b> <span>{line.title}</span>
        <p className="small quiet">
          {[line.gridName, formatShortDay(line.date), ...(line.listed ? [] : [t('console.unlisted')])].join(' · ')}
        </p>
      </div>
      <span className={styles['worth']}>
        {t('worth', { points: formatNumber(line.points), hours: formatHours(line.minutes) })}
      </span>
      <StateTag tone={LINE_TONES[line.state]}>{t(`line.${line.state}`)}</StateTag>
      {takes && Date.parse(line.windowUntil) > serverNowMs() && may('objections.file') ? (
        <Button size="small" onClick={onObject} aria-label={`${t('console.file')} ${line.maskedName} ${line.title}`}>
          {t('console.file')}
        </Button>
      ) : null}
    </li>
  );
}

function FileFor({ line, onClose }: { line: Line; onClose: () => void }) {
  const { t } = useTranslation('objections');
  return (
    <MoneyDialog
      endpoint={objections.file}
      params={{}}
      open
      onClose={onClose}
      title={t('console.fileTitle', { name: line.maskedName, title: line.title })}
      verb={t('console.file')}
      explanation={<p>{t('console.fileWhat')}</p>}
      done={t('console.fileDone')}
      changes={[publicity.staffLines, publicity.staffBatches, objections.list, reports.tasks]}
      toBody={({ personId, reason }) => ({ creditId: line.creditId, personId, reason })}
    >
      {(required) => (
        <>
          <Form.Item name="personId" label={t('console.visitor')} rules={[required]}>
            <PersonPicker autoFocus />
          </Form.Item>
          <Form.Item name="reason" label={t('reasonLabel')} rules={[required]}>
            <Input.TextArea rows={4} maxLength={300} showCount placeholder={t('reasonHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}
