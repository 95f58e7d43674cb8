import { adjustments } from '@red-points/shared/contracts';
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { useMay } from '../permissions.ts';
import { useUnit } from '../unit.tsx';
import { changeWords } from './EntryAdjustments.tsx';
import styles from './EntryDrawer.module.css';

const SHOWN = 10;

/** Corrections of the unit that wait for a second person; each opens its entry. Nothing where none waits. */
export function WaitingAdjustments({ onOpen }: { onOpen: (entryId: string) => void }) {
  const { t } = useTranslation('consoleAdjustments');
  const { unitId } = useUnit();
  const may = useMay();
  const enabled = unitId !== '' && may('adjustments.read');
  const waiting = useRead(adjustments.list, { query: { unitId, limit: SHOWN } }, { enabled });
  const items = waiting.data?.items ?? [];
  if (items.length === 0) return null;
  const count = waiting.data?.nextCursor === null ? String(items.length) : `${SHOWN}+`;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ marginBottom: 16 }}
      title={t('waiting', { count: count as unknown as number })}
      description={
        <ul>
          {items.map((item) => (
            <li key={item.adjustmentId} className={styles['waiting']}>
              <span>{item.maskedName}</span>
              <b>{changeWords(item, t)}</b>
              <span className="quiet">{`${item.proposedByName} · ${formatShortMoment(item.proposedAt)}`}</span>
              <Button type="link" size="small" onClick={() => onOpen(item.entryId)}>
                {t('open')}
              </Button>
            </li>
          ))}
        </ul>
      }
    />
  );
}
