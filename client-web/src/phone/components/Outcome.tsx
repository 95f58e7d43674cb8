import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import ExclamationOutlined from '@ant-design/icons-svg/es/asn/ExclamationOutlined';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import styles from './Outcome.module.css';

export interface OutcomeProps {
  kind: 'success' | 'ended' | 'waiting';
  title: ReactNode;
  /** Points that moved, with their sign. */
  points?: number | undefined;
  below?: ReactNode;
}

const ICONS = { success: CheckOutlined, ended: ExclamationOutlined, waiting: ClockCircleOutlined };

/** One clear moment: the tick, what happened, the points. */
export function Outcome({ kind, title, points, below }: OutcomeProps) {
  return (
    <div className={styles.outcome} data-kind={kind} role="status">
      <span className={styles.halo}>
        <span>
          <Icon of={ICONS[kind]} size={30} />
        </span>
      </span>
      <h2>{title}</h2>
      {points === undefined ? null : (
        <p className={styles.points}>
          <Points value={points} tone="signed" figure />
        </p>
      )}
      {below === undefined ? null : <p className="quiet">{below}</p>}
    </div>
  );
}
