import { createAccountChanges } from './account-changes/index.ts';
import type { EarningNouns } from './compose-earning.ts';
import type { PeopleNouns } from './compose-people.ts';
import type { RedeemingNouns } from './compose-redeeming.ts';
import { createDemoAccess } from './demo-access/index.ts';
import { createDigests } from './digests/index.ts';
import { addNoticeSources } from './notice-sources.ts';
import { createNotifications, type TextSender } from './notifications/index.ts';
import { addOfficeTasks } from './office-tasks.ts';
import { createOwnData } from './own-data/index.ts';
import type { Platform } from './platform/platform.ts';
import { createSettlements } from './settlements/index.ts';
import { createSpotChecks } from './spot-checks/index.ts';
import { createVerifications } from './verifications/index.ts';
import { createWatch } from './watch/index.ts';

/** What looks at all of it afterwards: proofs, second looks, statements of shops, endings of accounts, messages, the day's tasks. */
export function composeOversight(
  platform: Platform,
  base: PeopleNouns,
  earning: EarningNouns,
  redeeming: RedeemingNouns,
  { textSender }: { readonly textSender?: TextSender | undefined },
) {
  const { sharedLimit, live, ledger, orgUnits, users, audit, people, memberships, accounts, auth, consents, holidays } =
    base;
  const { batches, reports, objections, transactions, imports, adjustments, contests } = earning;
  const { bookings, velocity, donations, shopStaff, shopApplications, shopClosings, shopNames } = redeeming;
  const verifications = createVerifications({ ...platform, people, users, audit });
  const digests = createDigests({ ...platform, ledger, people, accounts, transactions });
  const spotChecks = createSpotChecks({
    sheets: [batches.sheets, imports.sheets],
    platform,
    credits: earning.credits,
    ledger,
    adjustments,
    memberships,
    users,
    orgUnits,
    audit,
    digestOf: (day) => digests.ofDay(day),
  });
  const watch = createWatch({
    platform,
    sheets: [batches.sheets, imports.sheets],
    credits: earning.credits,
    sources: [earning.claims.reviewSource, earning.checkIns.reviewSource],
    activities: earning.activities,
    redemptions: redeeming.redemptions,
    shopNames,
    people,
    memberships,
    users,
    orgUnits,
    audit,
  });
  const settlements = createSettlements({
    ...platform,
    merchants: redeeming.merchants,
    offers: redeeming.offers,
    ledger,
    digests,
    sampleRule: (unitPath) => spotChecks.ruleOf(unitPath),
    orgUnits,
    people,
    memberships,
    users,
    audit,
  });
  shopClosings.provideOwed(settlements.owedTo);
  const notifications = createNotifications({ ...platform, ledger, people, memberships, live, textSender });
  const accountChanges = createAccountChanges({
    ...platform,
    ledger,
    people,
    memberships,
    donations,
    credits: earning.credits,
    places: earning.activities,
    help: bookings,
    messages: notifications,
    cards: earning.cards,
    pins: redeeming.redemptionPins,
    redemptions: redeeming.redemptions,
    orgUnits,
    users,
    audit,
  });
  const ownData = createOwnData({
    ...platform,
    ...earning,
    sharedLimit,
    consents,
    ledger,
    people,
    auth,
    accountChanges,
    memberships,
    redemptions: redeeming.redemptions,
    objections,
    contests,
    adjustments,
    velocity,
    settlements,
    watch,
    shopStaff,
    shopApplications,
    notifications,
    holidays,
    orgUnits,
    users,
    audit,
  });
  addOfficeTasks({
    reports,
    people,
    imports,
    merchants: redeeming.merchants,
    batches,
    accountChanges,
    adjustments,
    contests,
    objections,
    orgUnits,
    verifications,
    watch,
    spotChecks,
    settlements,
    bookings,
    redemptions: redeeming.redemptions,
    velocity,
    shopApplications,
    shopClosings,
    ownData,
  });
  addNoticeSources({
    notifications,
    settlements,
    ownData,
    ...earning,
    ...redeeming,
  });
  const demoAccess = createDemoAccess({ ...platform, auth });
  return { digests, verifications, watch, spotChecks, accountChanges, settlements, ownData, notifications, demoAccess };
}
