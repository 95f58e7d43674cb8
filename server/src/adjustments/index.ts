import { entryId } from '@red-points/shared/domain/ledger';
import type { Db } from 'mongodb';
import type { ApiRouter } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type SealedText, strikeOutSealed } from '../platform/strike-out.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { confirmableBy } from './decide.ts';
import type { AdjustmentsDeps } from './deps.ts';
import { correctionBudgetSource, postingCorrections } from './issuing.ts';
import { repairJob } from './repair.ts';
import { adjustmentRoutes } from './routes.ts';
import { type AdjustmentRecord, adjustmentCollection, REASON_KIND } from './store.ts';
import { reasonsOf } from './views.ts';

export { adjustmentMatcher } from './match-ledger.ts';
export { ADJUSTMENTS_JOB } from './repair.ts';
export { correctionStanding } from './standing.ts';
export { ensureAdjustments } from './store.ts';

/** Corrections of entries (更正): proposed by one, confirmed by another, posted as an entry of its own. */
export interface Adjustments {
  /** How many of a unit and below this caller's word would confirm, and since when the first waits; with those that the street has to confirm, or without. */
  waiting(unitId: string, oneself: OneselfIds, withLarge: boolean): Promise<Waiting>;
  /** The entries by which this entry was corrected since an instant. */
  postedFor(entryId: string, since: Date): Promise<string[]>;
  /** Strikes words about somebody out of the reasons of corrections in accounts that they shared; those in their own go with their key. Safe to repeat. */
  strikeOut(accountIds: readonly string[], words: readonly string[]): Promise<void>;
  routes(router: ApiRouter): void;
}

export interface AdjustmentsNeeds extends Omit<AdjustmentsDeps, 'adjustments'> {
  readonly db: Db;
  readonly jobs: Pick<Platform['jobs'], 'register'>;
  readonly people: AdjustmentsDeps['people'] & Pick<People, 'sourceTitles'>;
  readonly orgUnits: AdjustmentsDeps['orgUnits'] & Pick<OrgUnits, 'all' | 'get'>;
}

export function createAdjustments({ db, jobs, ...needs }: AdjustmentsNeeds): Adjustments {
  const deps = { ...needs, adjustments: adjustmentCollection(db) };
  jobs.register(repairJob(deps));
  deps.budgets.addSource(correctionBudgetSource(deps.adjustments));
  deps.budgets.addHolders('correction', (ids) => postingCorrections(deps.adjustments, ids));
  needs.people.sourceTitles.register('correction', async (ids) => {
    const found = await deps.adjustments.find({ _id: { $in: [...ids] } }).toArray();
    const reasons = await reasonsOf(deps, found);
    return new Map(
      found.map(({ _id }, at) => {
        const reason = reasons[at] ?? null;
        return [_id, { title: '更正', place: null, ...(reason === null ? {} : { reason }) }];
      }),
    );
  });
  return {
    waiting: (unitId, oneself, withLarge) => {
      const theirs = withLarge ? {} : { needsStreet: { $ne: true } };
      const mine = { unitPath: unitId, open: true, state: 'proposed' as const, ...theirs, ...confirmableBy(oneself) };
      return waitingIn(deps.adjustments, mine, 'proposedAt', { index: 'waiting' });
    },
    postedFor: async (corrected, since) => {
      const posted = { entryId: corrected, state: 'posted' as const, decidedAt: { $gte: since } };
      const found = await deps.adjustments.find(posted).sort({ proposedAt: -1 }).toArray();
      return found.flatMap(({ accountId, entrySeq }) => (entrySeq === null ? [] : [entryId(accountId, entrySeq)]));
    },
    strikeOut: (accountIds, words) => {
      const reason: SealedText<AdjustmentRecord> = {
        field: 'reason',
        kind: REASON_KIND,
        ownerOf: (one) => one.ownerId,
      };
      const theirs = { accountId: { $in: [...accountIds] } };
      return strikeOutSealed(deps.personalData, deps.adjustments, theirs, [reason], words);
    },
    routes: (router) => adjustmentRoutes(router, deps),
  };
}
