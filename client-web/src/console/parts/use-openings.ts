import { useState } from 'react';

/**
 * How often a dialog was opened: the key of what it holds. Each opening begins with what is so now, and nothing that was
 * typed since is overwritten, however slowly the dialog comes.
 */
export function useOpenings(open: boolean): number {
  const [seen, setSeen] = useState({ open, count: 0 });
  if (seen.open !== open) setSeen({ open, count: open ? seen.count + 1 : seen.count });
  return seen.count;
}
