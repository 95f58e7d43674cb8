import { mayEver } from '@red-points/shared/domain/permissions';
import type { AccountChanges } from './account-changes/index.ts';
import type { Adjustments } from './adjustments/index.ts';
import type { Batches } from './batches/index.ts';
import type { Bookings } from './bookings/index.ts';
import type { Contests } from './contests/index.ts';
import type { Imports } from './imports/index.ts';
import type { Merchants } from './merchants/index.ts';
import type { Objections } from './objections/index.ts';
import type { OrgUnits } from './org-units/index.ts';
import type { OwnData } from './own-data/index.ts';
import type { People } from './people/index.ts';
import type { Redemptions } from './redemptions/index.ts';
import { type Reports, taskOf } from './reports/index.ts';
import type { Settlements } from './settlements/index.ts';
import type { ShopApplicationsNoun } from './shop-applications/index.ts';
import type { ShopClosings } from './shop-closings/index.ts';
import type { SpotChecks } from './spot-checks/index.ts';
import type { Velocity } from './velocity/index.ts';
import type { Verifications } from './verifications/index.ts';
import type { Watch } from './watch/index.ts';

interface OfficeTasks {
  readonly reports: Pick<Reports, 'addTaskSource'>;
  readonly people: Pick<People, 'unverified'>;
  readonly imports: Pick<Imports, 'waiting'>;
  readonly accountChanges: Pick<AccountChanges, 'waiting'>;
  readonly adjustments: Pick<Adjustments, 'waiting'>;
  readonly contests: Pick<Contests, 'waiting'>;
  readonly objections: Pick<Objections, 'waiting' | 'waitingForDeputy' | 'handedUpTo'>;
  readonly batches: Pick<Batches, 'waiting'>;
  readonly merchants: Pick<Merchants, 'agreementsEnding'>;
  readonly orgUnits: Pick<OrgUnits, 'below'>;
  readonly verifications: Pick<Verifications, 'bad'>;
  readonly watch: Pick<Watch, 'waiting'>;
  readonly spotChecks: Pick<SpotChecks, 'waiting'>;
  readonly settlements: Pick<Settlements, 'waiting'>;
  readonly redemptions: Pick<Redemptions, 'refundsWaiting'>;
  readonly bookings: Pick<Bookings, 'disputed' | 'unanswered'>;
  readonly velocity: Pick<Velocity, 'waiting'>;
  readonly shopApplications: Pick<ShopApplicationsNoun, 'waiting'>;
  readonly shopClosings: Pick<ShopClosings, 'waiting'>;
  readonly ownData: Pick<OwnData, 'waiting' | 'late'>;
}

/**
 * Says on the home page what else waits in an office: people to verify, imports, batches, account changes and corrections
 * that a colleague proposed, entries that a resident doubts, what is
 * worth a look in how points are earned, a ledger that does not hold.
 */
export function addOfficeTasks(deps: OfficeTasks): void {
  const {
    reports,
    people,
    imports,
    batches,
    accountChanges,
    adjustments,
    contests,
    objections,
    merchants,
    orgUnits,
    verifications,
    watch,
    spotChecks,
    settlements,
    redemptions,
    bookings,
    velocity,
    shopApplications,
    shopClosings,
    ownData,
  } = deps;
  reports.addTaskSource('people.verify', {
    waiting: async (_principal, unitId) => taskOf('people_unverified', await people.unverified(unitId)),
  });
  reports.addTaskSource('ledger.verify', {
    waiting: async () => taskOf('ledger_bad', await verifications.bad()),
  });
  reports.addTaskSource('accounts.confirm', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('accounts_waiting', await accountChanges.waiting(unitId, await oneself())),
  });
  reports.addTaskSource('adjustments.confirm', {
    waiting: async (principal, unitId, oneself) => {
      const withLarge = mayEver(principal, 'adjustments.confirm_large');
      return taskOf('adjustments_waiting', await adjustments.waiting(unitId, await oneself(), withLarge));
    },
  });
  reports.addTaskSource('contests.answer', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('contests_waiting', await contests.waiting(unitId, await oneself())),
  });
  reports.addTaskSource('objections.decide_lent', {
    // Who decides by their role is told of the unit asked about; a deputy of the units lent to them.
    waiting: async (principal, unitId) => {
      const isOwn = mayEver(principal, 'objections.decide');
      const waiting = isOwn ? objections.waiting(unitId) : objections.waitingForDeputy(principal.userId);
      return taskOf('objections_waiting', await waiting);
    },
  });
  reports.addTaskSource('objections.decide', {
    waiting: async (_principal, unitId) => taskOf('objections_escalated', await objections.handedUpTo(unitId)),
  });
  reports.addTaskSource('watch.dismiss', {
    waiting: async (_principal, unitId) => taskOf('anomalies', await watch.waiting(unitId)),
  });
  reports.addTaskSource('watch.dismiss', {
    waiting: async (_principal, unitId) => taskOf('redeeming_limited', await velocity.waiting(unitId)),
  });
  reports.addTaskSource('spot_checks.check', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('spot_checks_waiting', await spotChecks.waiting(unitId, await oneself())),
  });
  reports.addTaskSource('settlements.handle', {
    waiting: async (principal, unitId) => taskOf('settlements_waiting', await settlements.waiting(principal, unitId)),
  });
  reports.addTaskSource('bookings.decide', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('bookings_disputed', await bookings.disputed(unitId, await oneself())),
  });
  reports.addTaskSource('redemptions.assist', {
    waiting: async (_principal, unitId) => taskOf('bookings_unanswered', await bookings.unanswered(unitId)),
  });
  reports.addTaskSource('redemptions.confirm_refund', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('refunds_waiting', await redemptions.refundsWaiting(unitId, await oneself())),
  });
  reports.addTaskSource('shops.manage', {
    waiting: async (_principal, unitId) => taskOf('agreements_ending', await merchants.agreementsEnding(unitId)),
  });
  reports.addTaskSource('shops.close', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('shops_closing', await shopClosings.waiting(unitId, await oneself())),
  });
  reports.addTaskSource('shop_applications.decide', {
    waiting: async (_principal, unitId) => taskOf('shops_applied', await shopApplications.waiting(unitId)),
  });
  reports.addTaskSource('data_requests.decide', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('data_requests_waiting', await ownData.waiting(unitId, await oneself())),
  });
  reports.addTaskSource('data_requests.decide', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('data_requests_late', await ownData.late(unitId, await oneself())),
  });
  reports.addTaskSource('imports.confirm', {
    waiting: async (_principal, unitId, oneself) => {
      const unitIds = (await orgUnits.below(unitId)).map((unit) => unit.id);
      return taskOf('imports_waiting', await imports.waiting(unitIds, await oneself()));
    },
  });
  reports.addTaskSource('batches.confirm', {
    waiting: async (_principal, unitId, oneself) =>
      taskOf('batches_waiting', await batches.waiting(unitId, await oneself())),
  });
}
