import { type Attendance, activities, checkIns, people } from '@red-points/shared/contracts';
import type { Ineligibility } from '@red-points/shared/domain/rules';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { call, ProblemError, useSession } from '../api/index.ts';
import { deviceName, randomName } from './device.ts';

/** A scan that could not be sent: the text of the code, and a name by which the server knows it when it comes twice. */
export interface PendingScan {
  readonly code: string;
  readonly scanId: string;
  /** Delivered, and what the rule asks about pay is still to be answered. */
  readonly delivered?: { readonly title: string; readonly asks: readonly Ineligibility[] };
}

const STORE_KEY = 'red-points.scan';
const TRY_EVERY_MS = 5000;
/** What shows something else once somebody has checked in or out. */
export const CHECK_IN_CHANGES = [
  checkIns.current,
  checkIns.listOwn,
  activities.listForResidents,
  activities.getForResident,
  people.ownStatement,
];
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

/** Keeps a scan on this phone until it is delivered. The first one stays: it is the one that says when the person came. */
export function keepScan(code: string): void {
  const kept = storedScan();
  // One that was delivered stands in nobody's way, though it was not answered.
  if (kept !== null && (JSON.parse(kept) as PendingScan).delivered === undefined) return;
  const scan: PendingScan = { code, scanId: randomName() };
  window.localStorage.setItem(STORE_KEY, JSON.stringify(scan));
  tell();
}

function keepDelivered(scan: PendingScan, title: string, asks: readonly Ineligibility[]): void {
  window.localStorage.setItem(STORE_KEY, JSON.stringify({ ...scan, delivered: { title, asks } }));
  tell();
}

export function dropScan(): void {
  window.localStorage.removeItem(STORE_KEY);
  tell();
}

const storedScan = (): string | null => window.localStorage.getItem(STORE_KEY);

/** The scan that waits on this phone, whichever tab made it. */
export function usePendingScan(): PendingScan | undefined {
  const stored = useSyncExternalStore((listener) => {
    listeners.add(listener);
    window.addEventListener('storage', listener);
    return () => {
      listeners.delete(listener);
      window.removeEventListener('storage', listener);
    };
  }, storedScan);
  return stored === null ? undefined : (JSON.parse(stored) as PendingScan);
}

export interface Delivery {
  readonly pending: PendingScan | undefined;
  /** What came of it, once the server has answered. */
  readonly attendance: Attendance | undefined;
  readonly refused: ProblemError | undefined;
}

/** Sends the kept scan by itself as soon as there is network and somebody is signed in; a refusal ends it, silence does not. */
export function useDelivery(): Delivery {
  const pending = usePendingScan();
  const client = useQueryClient();
  const session = useSession();
  const [answer, setAnswer] = useState<Omit<Delivery, 'pending'>>({ attendance: undefined, refused: undefined });
  const ready = session.kind === 'signed_in' && !session.me.registrationNeeded;
  const scanId = pending?.scanId;
  const code = pending?.code;
  const isDelivered = pending?.delivered !== undefined;
  useEffect(() => {
    if (!ready || isDelivered || scanId === undefined || code === undefined) return;
    let sending = false;
    let over = false;
    const send = async (): Promise<void> => {
      if (sending || over || document.hidden) return;
      sending = true;
      try {
        const attendance = await call(checkIns.deliver, { body: { code, scanId, device: deviceName() } });
        over = true;
        setAnswer({ attendance, refused: undefined });
        // It counts from now on; who scanned is asked about pay as everybody is who scans with network.
        if (attendance.asks.length > 0) keepDelivered({ code, scanId }, attendance.activityTitle, attendance.asks);
        else dropScan();
        await Promise.all(CHECK_IN_CHANGES.map(({ id }) => client.invalidateQueries({ queryKey: [id] })));
      } catch (error) {
        // Only a decision of the server ends it: a busy server is asked again like one that cannot be reached.
        if (error instanceof ProblemError && error.status < 500 && error.status !== 401 && error.status !== 429) {
          over = true;
          setAnswer({ attendance: undefined, refused: error });
          dropScan();
        }
      }
      sending = false;
    };
    const trySend = (): void => void send();
    trySend();
    const timer = window.setInterval(trySend, TRY_EVERY_MS);
    window.addEventListener('online', trySend);
    document.addEventListener('visibilitychange', trySend);
    return () => {
      window.clearInterval(timer);
      window.removeEventListener('online', trySend);
      document.removeEventListener('visibilitychange', trySend);
    };
  }, [ready, isDelivered, scanId, code, client]);
  return { pending, ...answer };
}
