import {
  accountChanges as contract,
  isRefusal,
  type Language,
  type Refusal,
  type ResponseOf,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import { pageByDate } from '../http/date-pages.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OneselfIds } from '../memberships/index.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { type Waiting, waitingIn } from '../platform/waiting.ts';
import { unitOfReader } from '../reports/index.ts';
import { closeDecided, type DecidedClosing } from './close-erased.ts';
import { confirm, findChange, withdraw } from './decide.ts';
import type { AccountChangesDeps } from './deps.ts';
import { confirmableBy } from './independence.ts';
import { propose } from './propose.ts';
import { repairJob } from './repair.ts';
import { type AccountChangeRecord, accountChangeCollection } from './store.ts';
import { changeViews } from './views.ts';

export { closingMatcher, joiningMatcher } from './match-ledger.ts';
export { ACCOUNT_CHANGES_JOB } from './repair.ts';
export { ensureAccountChanges } from './store.ts';

/** Closing an account (销户) and joining two of one person (账户合并): proposed by one, confirmed by another. */
export interface AccountChanges {
  /** How many of a unit and below this caller's word would confirm, and since when the first waits. */
  waiting(unitId: string, oneself: OneselfIds): Promise<Waiting>;
  /** Whether a closing or joining of somebody's account has no end yet. */
  isUnderWay(personId: string): Promise<boolean>;
  /** Whether a closing was begun. */
  isBegun(changeId: string): Promise<boolean>;
  /** Closes an account whose holder is to be erased, by a decision that was taken elsewhere. Safe to repeat. */
  closeDecided(closing: DecidedClosing): Promise<AccountChangeRecord | null>;
  routes(router: ApiRouter): void;
}

export interface AccountChangesNeeds extends Omit<AccountChangesDeps, 'changes'> {
  readonly db: Db;
  readonly jobs: Pick<Platform['jobs'], 'register'>;
  readonly people: AccountChangesDeps['people'] & Pick<People, 'sourceTitles'>;
  readonly orgUnits: AccountChangesDeps['orgUnits'] & Pick<OrgUnits, 'all' | 'get'>;
}

/** What the entries are called on statements. */
const TITLES = { closing: '账户关闭', joining: '重复登记的账户合并' } as const;

export function createAccountChanges({ db, jobs, ...needs }: AccountChangesNeeds): AccountChanges {
  const deps = { ...needs, changes: accountChangeCollection(db) };
  jobs.register(repairJob(deps));
  for (const [kind, title] of Object.entries(TITLES) as [keyof typeof TITLES, string][]) {
    needs.people.sourceTitles.register(kind, async (ids) => new Map(ids.map((id) => [id, { title, place: null }])));
  }
  return {
    waiting: (unitId, oneself) => {
      const proposed = { unitPath: unitId, open: true, state: 'proposed' as const };
      return waitingIn(deps.changes, { ...proposed, ...confirmableBy(oneself) }, 'proposedAt', { index: 'waiting' });
    },
    isUnderWay: async (personId) =>
      (await deps.changes.findOne({ open: true, $or: [{ personId }, { keptPersonId: personId }] })) !== null,
    isBegun: async (changeId) => (await deps.changes.findOne({ _id: changeId })) !== null,
    closeDecided: (closing) => closeDecided(deps, closing),
    routes: (router) => accountChangeRoutes(router, deps),
  };
}

type RoutesDeps = AccountChangesDeps & { readonly orgUnits: Pick<OrgUnits, 'all' | 'get'> };

function accountChangeRoutes(router: ApiRouter, deps: RoutesDeps): void {
  const one = async (principal: Principal, change: AccountChangeRecord | Refusal, language: Language) => {
    if (isRefusal(change)) return change;
    const [view] = await changeViews(deps, principal, [change], language);
    if (view === undefined) throw new Error('an account change has no view');
    return view;
  };
  route(router, contract.proposeClosing, async ({ params, body, principal, identity, language }) => {
    const proposal = { kind: 'closing' as const, ...body };
    return one(principal, await propose(deps, principal, params.personId, proposal, identity()), language);
  });
  route(router, contract.proposeJoining, async ({ params, body, principal, identity, language }) => {
    const proposal = { kind: 'joining' as const, ...body };
    return one(principal, await propose(deps, principal, params.personId, proposal, identity()), language);
  });
  route(router, contract.confirm, async ({ params, principal, identity, language }) =>
    one(principal, await confirm(deps, principal, params.changeId, identity()), language),
  );
  route(router, contract.withdraw, async ({ params, principal, language }) =>
    one(principal, await withdraw(deps, principal, params.changeId), language),
  );
  route(router, contract.get, async ({ params, principal, language }) =>
    one(principal, await findChange(deps, principal, params.changeId, 'accounts.read'), language),
  );
  route(router, contract.list, async ({ query, principal, language }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'accounts.read', query.unitId);
    return 'refused' in unit ? unit : list(deps, principal, { ...query, unitId: unit.id }, language);
  });
}

async function list(
  deps: AccountChangesDeps,
  principal: Principal,
  query: {
    readonly unitId: string;
    readonly show: 'waiting' | 'all';
    readonly cursor?: string | undefined;
    readonly limit: number;
  },
  language: Language,
): Promise<ResponseOf<typeof contract.list> | Refusal> {
  const shown = { unitPath: query.unitId, ...(query.show === 'waiting' ? { open: true } : {}) };
  const found = await pageByDate(deps.changes, shown, { by: 'proposedAt', limit: query.limit, cursor: query.cursor });
  if (isRefusal(found)) return found;
  return { items: await changeViews(deps, principal, found.page, language), nextCursor: found.nextCursor };
}
