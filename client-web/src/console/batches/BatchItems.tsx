import CheckCircleOutlined from '@ant-design/icons-svg/es/asn/CheckCircleOutlined';
import CloseCircleOutlined from '@ant-design/icons-svg/es/asn/CloseCircleOutlined';
import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import WarningOutlined from '@ant-design/icons-svg/es/asn/WarningOutlined';
import { BATCH_OUTCOMES, type Batch, type BatchLine, batches } from '@red-points/shared/contracts';
import { App, Button, Segmented, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { download, messageOf, useList } from '../../api/index.ts';
import { formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import styles from '../parts/filed/rows.module.css';
import { problemWords } from '../parts/problem-words.ts';

export const SHOWN = ['all', ...BATCH_OUTCOMES] as const;
export type Shown = (typeof SHOWN)[number];

export interface BatchItemsProps {
  batch: Batch;
  show: Shown;
  onShow: (show: Shown) => void;
}

/** The items in the order of the list, each with what is wrong with it or what became of it. */
export function BatchItems({ batch, show, onShow }: BatchItemsProps) {
  const { t } = useTranslation('consoleBatches');
  const { counts } = batch;
  const list = useList(
    batches.items,
    { params: { batchId: batch.batchId }, query: { show, limit: 100 } },
    { enabled: batch.state !== 'checking', staleMs: 0 },
  );
  const many: Record<Shown, number> = {
    all: counts.items,
    waiting: counts.accepted - counts.posted - counts.refused,
    problem: counts.problems,
    posted: counts.posted,
    refused: counts.refused,
  };
  const shown = SHOWN.filter((value) => value === 'all' || value === show || many[value] > 0);
  return (
    <RecordTable
      list={list}
      columns={useColumns(batch)}
      rowKey={(line) => String(line.item)}
      total={many[show]}
      minWidthPx={760}
      empty={t('noItems')}
      rowClassName={(line) =>
        line.outcome === 'problem' ? (styles.bad ?? '') : line.outcome === 'refused' ? (styles.warned ?? '') : ''
      }
      toolbar={
        <>
          <Segmented
            value={show}
            onChange={onShow}
            aria-label={t('show.label')}
            options={shown.map((value) => ({ value, label: t(`show.${value}`, { count: many[value] }) }))}
          />
          <span style={{ marginLeft: 'auto' }}>
            <Outcomes batch={batch} />
          </span>
        </>
      }
    />
  );
}

function Outcomes({ batch }: { batch: Batch }) {
  const { t } = useTranslation('consoleBatches');
  const { message } = App.useApp();
  const save = (): void => {
    download(batches.outcomes, { params: { batchId: batch.batchId } }, `${batch.title}.csv`).catch(
      (error: unknown) => void message.error(messageOf(error)),
    );
  };
  return (
    <Button icon={<Icon of={DownloadOutlined} />} onClick={save}>
      {t('download')}
    </Button>
  );
}

function useColumns(batch: Batch): NonNullable<TableProps<BatchLine>['columns']> {
  const { t } = useTranslation('consoleBatches');
  return [
    {
      key: 'item',
      title: t('column.item'),
      width: 64,
      render: (_, line) => <span className="quiet">{line.item}</span>,
    },
    { key: 'person', title: t('column.person'), width: 96, render: (_, line) => <b>{line.maskedName || '—'}</b> },
    { key: 'phone', title: t('column.phone'), width: 122, render: (_, line) => line.maskedPhone || '—' },
    { key: 'date', title: t('column.date'), width: 112, render: (_, line) => line.date || '—' },
    {
      key: 'minutes',
      title: t('column.minutes'),
      width: 72,
      align: 'right',
      render: (_, line) => formatNumber(line.minutes),
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 84,
      align: 'right',
      render: (_, line) => (
        <Points value={line.granted ?? line.points} tone={batch.kind === 'correction' ? 'signed' : 'plain'} />
      ),
    },
    { key: 'outcome', title: t('column.outcome'), render: (_, line) => <Outcome line={line} /> },
  ];
}

function Outcome({ line }: { line: BatchLine }) {
  const { t } = useTranslation('consoleBatches');
  switch (line.outcome) {
    case 'problem':
      return <Why tone="bad" icon={CloseCircleOutlined} words={itemProblem(line, t)} />;
    case 'refused':
      return <Why tone="warn" icon={WarningOutlined} words={problemWords(line.code, line.detail)} />;
    case 'posted':
      return line.granted !== null && line.granted !== line.points ? (
        <Why tone="warn" icon={WarningOutlined} words={t('capped', { points: line.points, granted: line.granted })} />
      ) : (
        <Why tone="done" icon={CheckCircleOutlined} words={t('postedItem')} />
      );
    case 'waiting':
      return <span className="quiet">{t('waitingItem')}</span>;
    default:
      return line.outcome satisfies never;
  }
}

type Words = ReturnType<typeof useTranslation<'consoleBatches'>>['t'];

const FIELDS = ['name', 'personId', 'phone', 'date', 'minutes', 'points'] as const;

/** A field is called here as in the list. */
function itemProblem({ code, detail }: BatchLine, t: Words): string {
  const field = FIELDS.find((known) => known === detail.field);
  return problemWords(code, field === undefined ? detail : { ...detail, field: t(`itemField.${field}`) });
}

function Why({ tone, icon, words }: { tone: 'bad' | 'warn' | 'done'; icon: typeof WarningOutlined; words: string }) {
  return (
    <ul className={`small ${styles.why}`}>
      <li data-tone={tone}>
        <Icon of={icon} />
        <span>{words}</span>
      </li>
    </ul>
  );
}
