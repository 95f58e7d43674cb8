import styles from './Chips.module.css';

export interface ChipsProps<Key extends string> {
  chips: readonly { key: Key; label: string }[];
  /** Undefined where none of them is. */
  chosen: Key | undefined;
  onChoose: (key: Key) => void;
}

/** A row of round choices, one of them on. */
export function Chips<Key extends string>({ chips, chosen, onChoose }: ChipsProps<Key>) {
  return (
    <div className={styles.chips}>
      {chips.map((chip) => (
        <button key={chip.key} type="button" aria-pressed={chip.key === chosen} onClick={() => onChoose(chip.key)}>
          {chip.label}
        </button>
      ))}
    </div>
  );
}
