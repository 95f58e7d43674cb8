import { signSheets } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useList } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';

/** The days that a sign sheet is for, both included. */
export interface SheetDays {
  readonly from: string;
  readonly until: string;
}

/** Lines that are read at once: more than a redemption day has as a rule. */
const LINES_READ = 200;

/** What a shop handed over on some days, today unless said otherwise, read anew each time the sheet is opened. */
export function useSignSheet(shopId: string, first: Partial<SheetDays> = {}) {
  const today = businessDate();
  const [days, setDays] = useState<SheetDays>({ from: first.from ?? today, until: first.until ?? today });
  const list = useList(
    signSheets.get,
    { params: { shopId }, query: { ...days, limit: LINES_READ } },
    { enabled: shopId !== '', staleMs: 0 },
  );
  return { days, setDays, list, head: list.first };
}
