import { contests } from '@red-points/shared/contracts';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { useMay } from '../permissions.ts';
import { useUnit } from '../unit.tsx';
import styles from './EntryDrawer.module.css';

const SHOWN = 10;

/** Doubts of the unit's residents that wait for an answer, the oldest first; each opens its entry. Nothing where none waits. */
export function WaitingContests({ onOpen }: { onOpen: (entryId: string) => void }) {
  const { t } = useTranslation('contests');
  const { unitId } = useUnit();
  const may = useMay();
  const enabled = unitId !== '' && may('contests.read');
  const waiting = useRead(contests.list, { query: { unitId, limit: SHOWN } }, { enabled });
  const items = waiting.data?.items ?? [];
  if (items.length === 0) return null;
  const count = waiting.data?.nextCursor === null ? String(items.length) : `${SHOWN}+`;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t('waitingList', { count: count as unknown as number })}
      description={
        <ul>
          {items.map((item) => (
            <li key={item.contestId} className={styles['other']}>
              <span>{item.maskedName}</span>
              <b>{item.entry.title}</b>
              <span>{item.reason}</span>
              <span className="quiet">{formatShortMoment(item.filedAt)}</span>
              <Button type="link" size="small" onClick={() => onOpen(item.entry.entryId)}>
                {t('open')}
              </Button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
