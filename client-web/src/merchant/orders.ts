import { live, notifications, type Redemption, redemptions } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { useLive, useRead } from '../api/index.ts';
import { outsideValue } from '../components/outside-value.ts';

const OPEN_STATES = new Set<Redemption['state']>(['created', 'awaiting_resident', 'awaiting_confirm', 'booked']);

/** How often the shop asks by itself although events come, in milliseconds: a missed event must not cost a sale. */
const SAFETY_POLL_MS = 15_000;

/** Whether events come, as the one who listens says it and any page shows it. */
let isLive = false;
const eventsCome = outsideValue(() => isLive);

function setLive(next: boolean): void {
  isLive = next;
  eventsCome.changed();
}

function useOpenOrders(shopId: string) {
  return useRead(
    redemptions.listOfShop,
    { params: { shopId }, query: { show: 'open', limit: 50 } },
    { everyMs: SAFETY_POLL_MS, staleMs: 0 },
  );
}

/** Listens to a shop's orders on whatever page its phone shows; `onNew` gets the short codes of orders that just came. */
export function useNewOrders(shopId: string, onNew: (shortCodes: string[]) => void): void {
  const client = useQueryClient();
  const open = useOpenOrders(shopId);
  const reread = useCallback(() => {
    for (const changed of [redemptions.listOfShop, notifications.unread]) {
      void client.invalidateQueries({ queryKey: [changed.id] });
    }
  }, [client]);
  const comes = useLive(`${live.events.path}?topics=${encodeURIComponent(`shop:${shopId}`)}`, {
    onEvent: reread,
    onCatchUp: reread,
  });
  useEffect(() => {
    setLive(comes);
    return () => setLive(false);
  }, [comes]);

  const known = useRef<Set<string> | undefined>(undefined);
  const tell = useRef(onNew);
  tell.current = onNew;
  const items = open.data?.items;
  useEffect(() => {
    if (items === undefined) return;
    const waiting = items.filter((order) => order.state === 'awaiting_confirm');
    const fresh = known.current === undefined ? [] : waiting.filter((order) => !known.current?.has(order.redemptionId));
    known.current = new Set(waiting.map((order) => order.redemptionId));
    if (fresh.length > 0) tell.current(fresh.map((order) => order.shortCode));
  }, [items]);
}

/** The open orders and those done today, which `useNewOrders` keeps fresh. */
export function useOrders(shopId: string) {
  const open = useOpenOrders(shopId);
  const done = useRead(
    redemptions.listOfShop,
    { params: { shopId }, query: { show: 'today', limit: 100 } },
    { staleMs: 0 },
  );
  const comes = eventsCome.use();
  // What is still open stands in the other list.
  const finished = (done.data?.items ?? []).filter((order) => !OPEN_STATES.has(order.state));
  return { open, done, finished, live: comes };
}
