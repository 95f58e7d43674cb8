import { PasscodeInput, type PasscodeInputRef, Popup } from 'antd-mobile';
import { useEffect, useRef, useState } from 'react';
import styles from './PinSheet.module.css';

const DIGITS = 6;

export interface PinSheetProps {
  readonly open: boolean;
  readonly title: string;
  /** What the PIN is typed for: shop, offer and points, where it is for one. */
  readonly lead: string;
  readonly sending: boolean;
  /** Why the server did not take it, in words. */
  readonly refused: string | undefined;
  onPin(pin: string): void;
  onClose(): void;
}

/** Six hidden digits; sent when the last is typed, and typed anew after a refusal. */
export function PinSheet({ open, title, lead, sending, refused, onPin, onClose }: PinSheetProps) {
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState(title);
  // Asked for another one, such as the same again: the digits before are gone.
  if (asked !== title) {
    setAsked(title);
    setTyped('');
  }
  const field = useRef<PasscodeInputRef>(null);
  useEffect(() => {
    if (!open || refused !== undefined) setTyped('');
  }, [open, refused]);
  return (
    <Popup
      visible={open}
      onMaskClick={onClose}
      showCloseButton
      onClose={onClose}
      afterShow={() => field.current?.focus()}
      destroyOnClose
    >
      <div className={styles.sheet} role="dialog" aria-label={title}>
        <h2>{title}</h2>
        <p className="quiet">{lead}</p>
        <PasscodeInput
          ref={field}
          seperated
          length={DIGITS}
          value={typed}
          error={refused !== undefined && typed === ''}
          aria-label={title}
          onChange={setTyped}
          onFill={(pin) => {
            if (!sending) onPin(pin);
          }}
        />
        {refused === undefined ? null : <p role="alert">{refused}</p>}
      </div>
    </Popup>
  );
}
