import { settlements } from '@red-points/shared/contracts';

/** What is stale after anything was done to a statement. */
export const CHANGED = [
  settlements.list,
  settlements.get,
  settlements.lines,
  settlements.dues,
  settlements.disputes,
  settlements.funding,
] as const;
