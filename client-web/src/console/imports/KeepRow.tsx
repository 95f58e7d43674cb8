import { type Import, type ImportRow, imports } from '@red-points/shared/contracts';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';

/** 说明后保留: a doubtful row is kept with a reason, or given up again, as long as nobody has proposed the import. */
export function KeepRow({ record, row }: { record: Import; row: ImportRow }) {
  const { t } = useTranslation('consoleImports');
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const keep = useChange(imports.keep, {
    changes: [imports.get, imports.list, imports.rows],
    onDone: () => setAsking(false),
  });
  const send = (reason: string | null): void =>
    keep.mutate({ params: { importId: record.importId }, body: { rows: [row.row], reason } });
  if (record.state !== 'previewed' || !may('imports.propose')) return null;
  if (row.kept !== null) {
    return (
      <Button size="small" loading={keep.isPending} onClick={() => send(null)}>
        {t('keep.giveUp')}
      </Button>
    );
  }
  if (!row.mayKeep) return null;
  return (
    <>
      <Button size="small" onClick={() => setAsking(true)}>
        {t('keep.verb')}
      </Button>
      <ReasonDialog
        open={asking}
        title={t('keep.title', { row: row.row })}
        explanation={t('keep.what')}
        verb={t('keep.confirm')}
        busy={keep.isPending}
        error={keep.error === null ? undefined : messageOf(keep.error)}
        onGive={send}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
