import { adjustments } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { useUnit } from '../unit.tsx';
import { changeWords } from './EntryAdjustments.tsx';
import { WAITING_SHOWN, WaitingEntries } from './WaitingEntries.tsx';

/** Corrections of the unit that wait for a second person. */
export function WaitingAdjustments({ onOpen }: { onOpen: (entryId: string) => void }) {
  const { t } = useTranslation('consoleAdjustments');
  const { unitId } = useUnit();
  const may = useMay();
  const enabled = unitId !== '' && may('adjustments.read');
  const waiting = useRead(adjustments.list, { query: { unitId, limit: WAITING_SHOWN } }, { enabled }).data;
  const items = (waiting?.items ?? []).map((item) => ({
    key: item.adjustmentId,
    entryId: item.entryId,
    words: (
      <>
        <span>{item.maskedName}</span>
        <b>{changeWords(item, t)}</b>
        <span className="quiet">{`${item.proposedByName} · ${formatShortMoment(item.proposedAt)}`}</span>
      </>
    ),
  }));
  return (
    <WaitingEntries
      items={items}
      more={(waiting?.nextCursor ?? null) !== null}
      title={(count) => t('waiting', { count: count as unknown as number })}
      openVerb={t('open')}
      onOpen={onOpen}
    />
  );
}
