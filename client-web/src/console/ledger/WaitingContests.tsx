import { contests } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { useUnit } from '../unit.tsx';
import { WAITING_SHOWN, WaitingEntries } from './WaitingEntries.tsx';

/** Doubts of the unit's residents that wait for an answer, the oldest first. */
export function WaitingContests({ onOpen }: { onOpen: (entryId: string) => void }) {
  const { t } = useTranslation('contests');
  const { unitId } = useUnit();
  const may = useMay();
  const enabled = unitId !== '' && may('contests.read');
  const waiting = useRead(contests.list, { query: { unitId, limit: WAITING_SHOWN } }, { enabled }).data;
  const items = (waiting?.items ?? []).map((item) => ({
    key: item.contestId,
    entryId: item.entry.entryId,
    words: (
      <>
        <span>{item.maskedName}</span>
        <b>{item.entry.title}</b>
        <span>{item.reason}</span>
        <span className="quiet">{formatShortMoment(item.filedAt)}</span>
      </>
    ),
  }));
  return (
    <WaitingEntries
      items={items}
      more={(waiting?.nextCursor ?? null) !== null}
      title={(count) => t('waitingList', { count: count as unknown as number })}
      openVerb={t('open')}
      onOpen={onOpen}
    />
  );
}
