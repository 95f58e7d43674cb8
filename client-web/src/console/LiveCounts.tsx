import {
  activities,
  notifications,
  offers,
  people,
  publicity,
  redemptions,
  reports,
  shops,
  transactions,
} from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback, useEffect, useRef } from 'react';
import { useLive, useMe, useRead } from '../api/index.ts';
import { useMay } from '../features/use-may.ts';
import { type MenuCounts, MenuCountsContext } from './components/menu-counts.ts';
import type { MenuKey } from './menu.ts';
import { useUnit } from './unit.tsx';

/** Events come in bursts; figures are asked again at most this often, in milliseconds. */
const GATHER_MS = 1500;
/** What an event of the unit may have changed. Lists that somebody is working through ask by themselves. */
const STALE = [
  reports.overview,
  reports.tasks,
  activities.list,
  activities.get,
  activities.attendances,
  redemptions.list,
  shops.list,
  offers.list,
  transactions.list,
  publicity.list,
  people.list,
  notifications.unread,
  notifications.list,
];

const MENU_OF: Partial<Record<string, MenuKey>> = {
  ledger_bad: 'ledger',
  reviews_waiting: 'reviews',
  objections_waiting: 'publicity',
  publicity_ends_today: 'publicity',
  activities_waiting: 'activities',
  imports_waiting: 'imports',
  batches_waiting: 'batches',
  people_unverified: 'people',
  accounts_waiting: 'accounts',
  data_requests_waiting: 'dataRequests',
  data_requests_late: 'dataRequests',
  adjustments_waiting: 'transactions',
};

/** Keeps the chosen unit's figures fresh and counts what waits behind each menu item. */
export function LiveCounts({ children }: { children: ReactNode }) {
  const { unitId } = useUnit();
  const { userId } = useMe();
  const may = useMay();
  const enabled = unitId !== '' && may('reports.read');
  const client = useQueryClient();
  const timer = useRef<number | undefined>(undefined);
  const refresh = useCallback(() => {
    timer.current ??= window.setTimeout(() => {
      timer.current = undefined;
      for (const endpoint of STALE) void client.invalidateQueries({ queryKey: [endpoint.id] });
    }, GATHER_MS);
  }, [client]);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  useLive(`/events?topics=unit:${unitId},user:${userId}`, {
    onEvent: refresh,
    onCatchUp: refresh,
    pollMs: 30_000,
    enabled,
  });
  const tasks = useRead(reports.tasks, { query: { unitId } }, { enabled, everyMs: 60_000 });
  const counts: MenuCounts = {};
  for (const task of tasks.data?.items ?? []) {
    const key = MENU_OF[task.code];
    if (key !== undefined) counts[key] = (counts[key] ?? 0) + task.count;
  }
  // Only people who decide need the reminder of the desk.
  if (!may('reviews.decide')) delete counts.reviews;
  return <MenuCountsContext value={counts}>{children}</MenuCountsContext>;
}
