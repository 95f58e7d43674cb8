import StarFilled from '@ant-design/icons-svg/es/asn/StarFilled';
import { Icon } from '../../components/icons.tsx';
import styles from './Stars.module.css';

const LEVELS = [1, 2, 3, 4, 5] as const;

/** Five stars, those that are held in gold. Words beside it say the level. */
export function Stars({ held, size = 18 }: { held: number; size?: number }) {
  return (
    <span className={styles.stars} aria-hidden="true">
      {LEVELS.map((level) => (
        <span key={level} data-held={level <= held}>
          <Icon of={StarFilled} size={size} />
        </span>
      ))}
    </span>
  );
}
