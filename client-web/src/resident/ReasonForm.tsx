import { Button, TextArea } from 'antd-mobile';
import { useId } from 'react';
import { REASON_MAX, useReason } from '../phone/use-reason.ts';
import styles from './EntrySheet.module.css';

export interface ReasonFormProps {
  readonly words: {
    readonly lead: string;
    readonly placeholder: string;
    readonly tooShort: string;
    readonly send: string;
  };
  readonly rows: number;
  readonly sending: boolean;
  /** Why the server did not take it, in words. */
  readonly refused: string | undefined;
  onSend(reason: string): void;
}

/** At the foot of an opened line: a reason in a few words, sent once it says something. */
export function ReasonForm({ words, rows, sending, refused, onSend }: ReasonFormProps) {
  const fieldId = useId();
  const { written, setWritten, isShort, send } = useReason(onSend);
  const trouble = isShort ? words.tooShort : refused;
  return (
    <div className={styles.receipt}>
      <p>
        <label htmlFor={fieldId}>{words.lead}</label>
      </p>
      {/* Not a child itself: this card lays its blocks out in two columns. */}
      <section>
        <TextArea
          autoFocus
          rows={rows}
          maxLength={REASON_MAX}
          showCount
          value={written}
          onChange={setWritten}
          placeholder={words.placeholder}
          id={fieldId}
        />
      </section>
      {trouble === undefined ? null : (
        <p role="alert" data-trouble="true">
          {trouble}
        </p>
      )}
      <Button color="primary" block loading={sending} onClick={send}>
        {words.send}
      </Button>
    </div>
  );
}
