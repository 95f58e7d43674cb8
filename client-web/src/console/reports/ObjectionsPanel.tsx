import { objections } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatNumber } from '../../components/formatters.ts';
import { Panel } from '../parts/Panel.tsx';
import styles from './ObjectionsPanel.module.css';

const FIGURES = ['filed', 'upheld', 'corrected', 'dismissed', 'withdrawn', 'late', 'open'] as const;

export interface ObjectionsPanelProps {
  unitId: string;
  from: string;
  until: string;
  /** The day of whose evening the report tells; filing and deciding are known at once. */
  known: string | undefined;
}

/** Objections of the period, and what waited at its end. */
export function ObjectionsPanel({ unitId, from, until, known }: ObjectionsPanelProps) {
  const { t } = useTranslation('objections');
  const end = known !== undefined && known < until ? known : until;
  const enabled = unitId !== '' && from <= end;
  const total = useRead(objections.figures, { query: { unitId, from, until: end } }, { enabled }).data?.total;
  if (total === undefined) return null;
  return (
    <Panel title={t('console.report.title')} padded>
      <dl className={styles['figures']}>
        {FIGURES.map((key) => (
          <div key={key}>
            <dt className="small quiet">{t(`console.report.${key}`)}</dt>
            <dd>{formatNumber(total[key])}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
