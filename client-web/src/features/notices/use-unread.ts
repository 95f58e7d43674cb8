import { live, notifications, people } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useLive, useRead } from '../../api/index.ts';

/** How often the count is asked for by itself, in milliseconds: a missed event is caught up with. */
const SAFETY_POLL_MS = 60_000;

/** What is stale when a message came: the messages, and for residents what they tell of. */
export const STALE_BY_NOTICE = [notifications.unread, notifications.list, people.ownAccount];

/** How many messages of this sign-in are unread; 0 until it is known. */
export function useUnread(): number {
  return useRead(notifications.unread, { query: {} }, { everyMs: SAFETY_POLL_MS }).data?.unread ?? 0;
}

/** Asks anew whenever something happens on a topic; for pages that listen to nothing else. */
export function useNoticesLive(topic: string | undefined): void {
  const client = useQueryClient();
  const reread = useCallback(() => {
    for (const endpoint of STALE_BY_NOTICE) void client.invalidateQueries({ queryKey: [endpoint.id] });
  }, [client]);
  useLive(`${live.events.path}?topics=${encodeURIComponent(topic ?? '')}`, {
    onEvent: reread,
    onCatchUp: reread,
    pollMs: 15_000,
    enabled: topic !== undefined,
  });
}
