import type { Endpoint } from '@red-points/shared/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { type CallAnswer, type CallInput, call } from './call.ts';
import { isDecided, isWorthRepeating } from './errors.ts';

/** Repeats by itself before the person is asked to. */
const REPEATS_MAX = 4;
const REPEAT_AFTER_MS = [400, 1200, 3000, 6000];

/** A new idempotency key, made before the first sending. */
export function newIdempotencyKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

interface Sending<Input> {
  input: Input;
  idempotencyKey: string;
}

export interface MoneyOptions<Answer> {
  /** Endpoints whose answers are stale afterwards. */
  changes?: readonly Endpoint[];
  onDone?: (answer: Answer) => void;
  onRefused?: (error: unknown) => void;
}

/**
 * Sends a request that moves points. The key is made before the first sending and stays for every repeat of the same
 * request, so that a lost answer can never move points twice. It repeats by itself while the outcome is unknown;
 * after that `outcomeUnknown` is true and `askAgain` repeats once more with the same key.
 */
export function useMoneyMutation<E extends Endpoint>(endpoint: E, options: MoneyOptions<CallAnswer<E>> = {}) {
  const client = useQueryClient();
  const last = useRef<Sending<CallInput<E>> | undefined>(undefined);
  const mutation = useMutation({
    mutationFn: ({ input, idempotencyKey }: Sending<CallInput<E>>) => call(endpoint, { ...input, idempotencyKey }),
    retry: (count, error) => count < REPEATS_MAX && isWorthRepeating(error),
    retryDelay: (count) => REPEAT_AFTER_MS[count] ?? 6000,
    networkMode: 'always',
    onSuccess: async (answer) => {
      last.current = undefined;
      options.onDone?.(answer);
      await Promise.all((options.changes ?? []).map((changed) => client.invalidateQueries({ queryKey: [changed.id] })));
    },
    onError: (error) => {
      // Refused means decided: the next attempt is a new request with a new key. Else whoever tries again keeps the key.
      if (isDecided(error)) last.current = undefined;
      // It may have been carried out: what is shown of it is read again.
      else for (const changed of options.changes ?? []) void client.invalidateQueries({ queryKey: [changed.id] });
      options.onRefused?.(error);
    },
  });
  const { mutate } = mutation;
  const start = useCallback(
    (input: CallInput<E>) => {
      const same = last.current !== undefined && JSON.stringify(last.current.input) === JSON.stringify(input);
      if (!same || last.current === undefined) last.current = { input, idempotencyKey: newIdempotencyKey() };
      mutate(last.current);
    },
    [mutate],
  );
  const askAgain = useCallback(() => {
    if (last.current !== undefined) mutate(last.current);
  }, [mutate]);
  return {
    start,
    askAgain,
    reset: mutation.reset,
    sending: mutation.isPending,
    /** Already repeated at least once: the screen says that it is asking again. */
    repeating: mutation.isPending && mutation.failureCount > 0,
    outcomeUnknown: mutation.isError && isWorthRepeating(mutation.error),
    refused: mutation.isError && !isWorthRepeating(mutation.error) ? mutation.error : undefined,
    error: mutation.error,
    answer: mutation.data,
  };
}
