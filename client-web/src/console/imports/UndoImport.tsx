import { type Import, imports, people, reports, transactions } from '@red-points/shared/contracts';
import { Button, Progress } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';
import { formatNumber, formatWhen } from '../../components/formatters.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

/** Undoing a posted import, by who had no part in it: the button, the progress, and what came of it. */
export function UndoImport({ record, onStarted }: { record: Import; onStarted: () => void }) {
  const { t } = useTranslation('consoleImports');
  const [asking, setAsking] = useState(false);
  const { counts, undo, state } = record;
  const send = useMoneyMutation(imports.undo, {
    changes: [imports.get, imports.list, imports.rows, people.list, transactions.list, reports.overview],
    onDone: () => {
      setAsking(false);
      onStarted();
    },
  });
  if (undo !== null) {
    const done = counts.undone + counts.notUndone;
    return (
      <div role="status">
        {state === 'undoing' ? (
          <Progress percent={counts.posted === 0 ? 100 : Math.floor((done / counts.posted) * 100)} status="active" />
        ) : null}
        <p>
          <b>{t('undo.done', { undone: formatNumber(counts.undone) })}</b>
          {counts.notUndone === 0 ? null : <span> {t('undo.left', { left: formatNumber(counts.notUndone) })}</span>}
        </p>
        <p className="small quiet">
          {t('undo.by', { name: undo.byName, when: formatWhen(undo.at), reason: undo.reason })}
        </p>
      </div>
    );
  }
  if (!record.mayUndo) return null;
  return (
    <>
      <Button block danger onClick={() => setAsking(true)}>
        {t('undo.verb')}
      </Button>
      <ReasonDialog
        open={asking}
        title={t('undo.title', { count: counts.posted })}
        explanation={t(`undo.what.${record.kind}`)}
        verb={t('undo.confirm')}
        busy={send.sending}
        error={send.error === null ? undefined : messageOf(send.error)}
        onGive={(reason) => send.start({ params: { importId: record.importId }, body: { reason } })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
