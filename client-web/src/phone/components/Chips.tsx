import styles from './Chips.module.css';

export interface ChipsProps<Key extends string> {
  chips: readonly { key: Key; label: string }[];
  /** Undefined where none of them is. */
  chosen: Key | undefined;
  onChoose: (key: Key) => void;
  /** In a form every choice is in sight; a row of filters may go on beyond the edge. */
  wrap?: boolean;
}

/** A row of round choices, one of them on. */
export function Chips<Key extends string>({ chips, chosen, onChoose, wrap = false }: ChipsProps<Key>) {
  return (
    <div className={styles.chips} data-wrap={wrap}>
      {chips.map((chip) => (
        <button key={chip.key} type="button" aria-pressed={chip.key === chosen} onClick={() => onChoose(chip.key)}>
          {chip.label}
        </button>
      ))}
    </div>
  );
}
