import type { ReactNode } from 'react';
import { Card } from '../../phone/components/Card.tsx';
import styles from './Choice.module.css';

interface ChoiceProps {
  readonly legend: string;
  readonly options: readonly { key: string; mark?: ReactNode; title: string; below?: string | undefined }[];
  readonly chosen: string;
  readonly disabled: boolean;
  readonly onChoose: (key: string) => void;
}

/** One of several, in large rows. */
export function Choice({ legend, options, chosen, disabled, onChoose }: ChoiceProps) {
  return (
    <fieldset className={styles.choice} disabled={disabled}>
      <legend>{legend}</legend>
      <Card>
        {options.map(({ key, mark, title, below }) => (
          <label key={key}>
            {mark}
            <span className={styles.words}>
              <b>{title}</b>
              {below === undefined ? null : <small>{below}</small>}
            </span>
            <input type="radio" name={legend} checked={key === chosen} onChange={() => onChoose(key)} />
          </label>
        ))}
      </Card>
    </fieldset>
  );
}
