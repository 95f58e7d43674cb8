import { formatNumber } from '../../../components/formatters.ts';
import styles from './record.module.css';

/** A number of the summary of a filed list: so many rows or items of a kind, with the kind's colour. */
export function FiledCount({
  label,
  value,
  unit,
  colour,
}: {
  label: string;
  value: number;
  unit: string;
  colour?: string;
}) {
  return (
    <div className={styles.count}>
      <span className="small quiet">
        {colour === undefined ? null : <i style={{ background: colour }} />}
        {label}
      </span>
      <b>
        {formatNumber(value)}
        <span>{unit}</span>
      </b>
    </div>
  );
}
