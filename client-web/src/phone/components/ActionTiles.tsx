import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import { Icon } from '../../components/icons.tsx';
import styles from './ActionTiles.module.css';

export interface ActionTile {
  key: string;
  icon: IconDefinition;
  title: string;
  hint: string;
  onOpen: () => void;
  /** The red one of the big tasks. */
  main?: boolean;
}

/** Two big acts side by side. */
export function ActionTiles({ tiles }: { tiles: readonly ActionTile[] }) {
  return (
    <div className={styles.tiles}>
      {tiles.map((tile) => (
        <button key={tile.key} type="button" className={`plain-button ${styles.tile}`} onClick={tile.onOpen}>
          <span className={styles.icon}>
            <Icon of={tile.icon} size={26} />
          </span>
          <span>
            <b>{tile.title}</b>
            <span className={styles.hint}>{tile.hint}</span>
          </span>
        </button>
      ))}
    </div>
  );
}

/** Big tasks one below the other, for elder mode. */
export function BigTasks({ tiles }: { tiles: readonly ActionTile[] }) {
  return (
    <div className={styles.tasks}>
      {tiles.map((tile) => (
        <button
          key={tile.key}
          type="button"
          className={`plain-button ${styles.task}`}
          data-main={tile.main === true}
          onClick={tile.onOpen}
        >
          <span className={styles.icon}>
            <Icon of={tile.icon} size={40} />
          </span>
          <span>
            <b>{tile.title}</b>
            <span className={styles.hint}>{tile.hint}</span>
          </span>
          <Icon of={RightOutlined} size={20} className="quiet" />
        </button>
      ))}
    </div>
  );
}
