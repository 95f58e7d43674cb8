import { Button, TextArea } from 'antd-mobile';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { Sheet, SheetFoot } from '../components/Sheet.tsx';
import { REASON_MAX, useReason } from '../use-reason.ts';
import styles from './bookings.module.css';

export interface ReasonSheetProps {
  readonly title: string;
  readonly lead: string;
  readonly open: boolean;
  readonly sending: boolean;
  /** Why the server did not take it. */
  readonly refused: unknown;
  onSend(reason: string): void;
  onClose(): void;
}

/** Asks for a reason in a few words before something is called off or disputed. */
export function ReasonSheet({ title, lead, open, sending, refused, onSend, onClose }: ReasonSheetProps) {
  const { t } = useTranslation('bookings');
  const fieldId = useId();
  const { written, setWritten, isShort, send } = useReason(onSend);
  const trouble = isShort ? t('reason.short') : refused === undefined ? undefined : messageOf(refused);
  return (
    <Sheet open={open} title={title} lead={<label htmlFor={fieldId}>{lead}</label>} onClose={onClose}>
      <TextArea
        rows={3}
        maxLength={REASON_MAX}
        showCount
        value={written}
        onChange={setWritten}
        placeholder={t('reason.placeholder')}
        id={fieldId}
      />
      {trouble === undefined ? null : (
        <p role="alert" className={styles.trouble}>
          {trouble}
        </p>
      )}
      <SheetFoot>
        <Button color="primary" block loading={sending} onClick={send}>
          {t('reason.send')}
        </Button>
      </SheetFoot>
    </Sheet>
  );
}
