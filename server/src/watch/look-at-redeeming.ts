import { REDEEMING_KINDS, type RedemptionLine, redeemingFindingsOf } from '@red-points/shared/domain/watch';
import type { WatchDeps } from './deps.ts';
import { keepBehind, keepFindings } from './keep-findings.ts';
import { thresholdsIn } from './settings.ts';
import type { WatchMonthRecord } from './store.ts';

/** Looks at one community's month of redemptions, like `lookAtMonth` at its approvals. Safe to repeat. */
export async function lookAtRedeeming(deps: WatchDeps, month: WatchMonthRecord): Promise<void> {
  const { unitId, unitPath } = month;
  const [records, thresholds] = await Promise.all([
    deps.store.redemptions.find({ unitId, month: month.month }).toArray(),
    thresholdsIn(deps, unitPath),
  ]);
  const lines = records.map(
    ({ _id, shopId, personId, at, deviceTag, credited }): RedemptionLine => ({
      ...{ redemptionId: _id, shopId, personId, atMs: at.getTime(), deviceTag, credited },
    }),
  );
  const byId = new Map(records.map((record) => [record._id, record]));
  const found = redeemingFindingsOf(lines, thresholds);
  await keepFindings(deps, month, REDEEMING_KINDS, found, (findingId, { redemptionIds }) =>
    keepBehind(
      deps.store.redemptionItems,
      findingId,
      redemptionIds.flatMap((redemptionId) => {
        const record = byId.get(redemptionId);
        if (record === undefined) return [];
        const { at, credited } = record;
        const creditedMsBefore = credited?.beforeMs ?? null;
        return [{ _id: `${findingId}|${redemptionId}`, findingId, redemptionId, at, creditedMsBefore }];
      }),
    ),
  );
}
