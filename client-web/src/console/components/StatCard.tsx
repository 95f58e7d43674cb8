import ArrowDownOutlined from '@ant-design/icons-svg/es/asn/ArrowDownOutlined';
import ArrowUpOutlined from '@ant-design/icons-svg/es/asn/ArrowUpOutlined';
import { Skeleton } from 'antd';
import type { ReactNode } from 'react';
import { formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Sparkline } from './Sparkline.tsx';
import styles from './StatCard.module.css';

export interface StatCardProps {
  title: string;
  /** Undefined while it is being read. */
  value: number | undefined;
  unit?: string;
  /** What the number counts, in one line. */
  meaning: ReactNode;
  /** How it changed, e.g. `近一周 +9`; the arrow follows `trend`. */
  change?: ReactNode;
  trend?: number;
  /** Values of the curve, oldest first. */
  curve?: readonly number[];
}

/** One of the numbers at the top of a page: the figure, what it counts, how it changed. */
export function StatCard({ title, value, unit, meaning, change, trend = 0, curve = [] }: StatCardProps) {
  return (
    <section className={`card ${styles.stat}`} aria-label={title}>
      <div>
        <b>{title}</b>
        {value === undefined ? (
          <Skeleton.Input active size="small" className={styles.waiting ?? ''} />
        ) : (
          <div className={styles.value}>
            {formatNumber(value)}
            {unit === undefined ? null : <span>{` ${unit}`}</span>}
          </div>
        )}
      </div>
      <div className={styles.side}>
        {change === undefined ? null : (
          <span className={`small quiet ${styles.change}`}>
            {trend === 0 ? null : <Icon of={trend > 0 ? ArrowUpOutlined : ArrowDownOutlined} size={10} />}
            {change}
          </span>
        )}
        <Sparkline values={curve} />
      </div>
      <p className={`small quiet ${styles.meaning}`}>{meaning}</p>
    </section>
  );
}
