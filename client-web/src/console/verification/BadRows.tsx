import { type BadRow, type Verification, verifications } from '@red-points/shared/contracts';
import { ABOUT_WORDS, BAD_WORDS } from '@red-points/shared/domain/verification';
import { Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { EntryDrawer } from '../ledger/EntryDrawer.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import styles from './BadRows.module.css';

export interface BadRowsProps {
  verification: Verification;
  /** The entry whose drawer is open. */
  entryId: string | undefined;
  onEntry: (entryId: string | undefined) => void;
}

/** What does not hold, one row for each bad account; a row says what to do and leads to the entry. */
export function BadRows({ verification, entryId, onEntry }: BadRowsProps) {
  const { t } = useTranslation('consoleVerify');
  const [row, setRow] = useState<BadRow | null>(null);
  const list = useList(
    verifications.badRows,
    { params: { verificationId: verification.verificationId }, query: { limit: 50 } },
    { staleMs: Number.POSITIVE_INFINITY },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(each) => String(each.position)}
        onOpen={setRow}
        openKey={row === null ? undefined : String(row.position)}
        total={verification.result?.bad}
        minWidthPx={720}
        toolbar={<b>{t('rows.title')}</b>}
      />
      <RowDrawer row={row} onClose={() => setRow(null)} onEntry={onEntry} />
      <EntryDrawer entryId={entryId} onClose={() => onEntry(undefined)} />
    </>
  );
}

function useColumns(): NonNullable<TableProps<BadRow>['columns']> {
  const { t } = useTranslation('consoleVerify');
  const language = currentLanguage();
  return [
    {
      key: 'where',
      title: t('rows.where'),
      width: 200,
      render: (_, row) => (
        <>
          <b>{placeWords(row)}</b>
          <div className={`small quiet ${styles.id}`}>{row.account === '' ? row.about?.id : row.account}</div>
        </>
      ),
    },
    {
      key: 'seq',
      title: t('rows.seq'),
      width: 90,
      align: 'right',
      render: (_, row) => (row.seq === 0 ? <span className="quiet">—</span> : row.seq),
    },
    {
      key: 'problem',
      title: t('rows.problem'),
      width: 160,
      render: (_, row) => <StateTag tone="danger">{BAD_WORDS[row.code][language].title}</StateTag>,
    },
    { key: 'what', title: t('rows.what'), render: (_, row) => BAD_WORDS[row.code][language].what },
  ];

  function placeWords(row: BadRow): string {
    if (row.account === '' && row.about !== null) return ABOUT_WORDS[row.about.kind][language];
    return row.maskedName ?? t('rows.account');
  }
}

interface RowDrawerProps {
  row: BadRow | null;
  onClose: () => void;
  onEntry: (entryId: string) => void;
}

function RowDrawer({ row, onClose, onEntry }: RowDrawerProps) {
  const { t } = useTranslation('consoleVerify');
  const language = currentLanguage();
  const words = row === null ? null : BAD_WORDS[row.code][language];
  return (
    <RecordDrawer
      open={row !== null}
      onClose={onClose}
      mark="!"
      title={words?.title ?? ''}
      subtitle={row?.maskedName ?? undefined}
      footerNote={row === null ? undefined : row.code}
      footer={
        row?.entryId ? <Button onClick={() => onEntry(row.entryId ?? '')}>{t('rows.openEntry')}</Button> : undefined
      }
    >
      {row === null || words === null ? null : (
        <dl className={styles.facts}>
          <dt>{t('rows.what')}</dt>
          <dd>{words.what}</dd>
          <dt>{t('rows.todo')}</dt>
          <dd>{words.todo}</dd>
          {row.account === '' ? null : (
            <>
              <dt>{t('rows.account')}</dt>
              <dd className={styles.id}>{row.account}</dd>
              <dt>{t('rows.seq')}</dt>
              <dd>{row.seq === 0 ? t('rows.noEntry') : t('rows.seqOf', { seq: row.seq })}</dd>
            </>
          )}
          {row.about === null ? null : (
            <>
              <dt>{ABOUT_WORDS[row.about.kind][language]}</dt>
              <dd className={styles.id}>{row.about.id}</dd>
            </>
          )}
        </dl>
      )}
    </RecordDrawer>
  );
}
