import { useEffect, useRef, useState } from 'react';
import styles from './PinSheet.module.css';
import { Sheet } from './Sheet.tsx';

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
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (!open || refused !== undefined) setTyped('');
  }, [open, refused]);
  const onType = (written: string): void => {
    const pin = written.replace(/\D/g, '').slice(0, DIGITS);
    setTyped(pin);
    if (pin.length === DIGITS && pin !== typed && !sending) onPin(pin);
  };
  return (
    <Sheet open={open} title={title} lead={lead} onClose={onClose} afterShow={() => field.current?.focus()}>
      <div className={styles['room']}>
        <div className={styles['pin']} data-wrong={refused !== undefined && typed === ''}>
          {/* A code of one use for the browser: it is not to offer to keep the PIN as a password. */}
          <input
            ref={field}
            type="password"
            inputMode="numeric"
            autoComplete="one-time-code"
            maxLength={DIGITS}
            aria-label={title}
            value={typed}
            onChange={(event) => onType(event.target.value)}
          />
          <div aria-hidden="true">
            {Array.from({ length: DIGITS }, (_, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a digit is its place.
              <span key={place} data-typed={place < typed.length} data-next={place === typed.length} />
            ))}
          </div>
        </div>
        {refused === undefined ? null : (
          <p role="alert" className={styles['refused']}>
            {refused}
          </p>
        )}
      </div>
    </Sheet>
  );
}
