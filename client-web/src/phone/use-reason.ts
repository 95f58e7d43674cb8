import { useState } from 'react';

const WORDS_MIN = 2;
/** Characters that a reason has at most. */
export const REASON_MAX = 300;

/** A reason in a few words, sent once it says something. */
export function useReason(onSend: (reason: string) => void) {
  const [written, setWritten] = useState('');
  const [isShort, setIsShort] = useState(false);
  const send = (): void => {
    const reason = written.trim();
    setIsShort(reason.length < WORDS_MIN);
    if (reason.length >= WORDS_MIN) onSend(reason);
  };
  return { written, setWritten, isShort, send };
}
