import { type BodyOf, donations as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Db } from 'mongodb';
import type { RequestIdentity } from '../http/idempotency.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import { unitOfReader } from '../reports/index.ts';
import type { DonationsDeps } from './deps.ts';
import { fundOf } from './fund.ts';
import { give } from './give.ts';
import { giveRest, type RestOfAccount } from './give-rest.ts';
import { donationViews, listDonations, ownDonations } from './read.ts';
import { repairJob } from './repair.ts';
import { type DonationRecord, donationCollection } from './store.ts';

export { donationMatcher } from './match-ledger.ts';
export { DONATIONS_JOB } from './repair.ts';
export { ensureDonations } from './store.ts';

/** Points given to a community's fund (社区公益基金) or to an organisation. */
export interface Donations {
  /** Gives points to the fund of the account's community, or to an organisation; the same request once. */
  give(
    principal: Principal,
    body: BodyOf<typeof contract.give>,
    request: RequestIdentity,
  ): Promise<DonationRecord | Refusal>;
  /** Gives what is left in an account that is being closed to its community's fund. Safe to repeat under the same id. */
  giveRest(rest: RestOfAccount): Promise<DonationRecord>;
  routes(router: ApiRouter): void;
}

export interface DonationsNeeds extends Omit<DonationsDeps, 'donations' | 'people'> {
  readonly db: Db;
  readonly jobs: Pick<Platform['jobs'], 'register'>;
  readonly people: DonationsDeps['people'] & Pick<People, 'sourceTitles'>;
}

/** What a donation is called on statements. */
const FUND_TITLE = '捐给社区公益基金';

export function createDonations({ db, jobs, ...needs }: DonationsNeeds): Donations {
  const deps: DonationsDeps = { ...needs, donations: donationCollection(db) };
  jobs.register(repairJob(deps));
  needs.people.sourceTitles.register('donation', async (ids) => {
    const found = await deps.donations.find({ _id: { $in: [...ids] } }).toArray();
    const views = await donationViews(deps, found);
    return new Map(
      views.map(({ donationId, to, toName }) => [
        donationId,
        to === 'fund' ? { title: FUND_TITLE, place: toName } : { title: `捐给${toName}`, place: null },
      ]),
    );
  });
  return {
    give: (principal, body, request) => give(deps, principal, body, request),
    giveRest: (rest) => giveRest(deps, rest),
    routes: (router) => donationRoutes(router, deps),
  };
}

function donationRoutes(router: ApiRouter, deps: DonationsDeps): void {
  route(router, contract.give, async ({ body, principal, identity }) => {
    const given = await give(deps, principal, body, identity());
    if (isRefusal(given)) return given;
    const [view] = await donationViews(deps, [given]);
    if (view === undefined) throw new Error('a donation has no view');
    return view;
  });

  route(router, contract.listOwn, ({ query, principal }) =>
    principal.actingPersonId === null
      ? refuse('registration_needed')
      : ownDonations(deps, principal.actingPersonId, query),
  );

  route(router, contract.choices, async ({ principal }) => {
    const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
    if (person === null) return refuse('registration_needed');
    // Of the account that counts for them: a household may be at home elsewhere.
    const { homeUnit } = await deps.accounts.spending(person, 1);
    const community = (await deps.orgUnits.communityOf(homeUnit)) ?? (await deps.orgUnits.get(homeUnit));
    if (community === null) return refuse('unit_unknown');
    const [organisations, fund] = await Promise.all([
      deps.people.organisationsOf(community.id),
      fundOf(deps, community),
    ]);
    if (isRefusal(fund)) return fund;
    const names = await deps.people.names(organisations.map(({ personId }) => personId));
    return {
      fund: { unitId: community.id, unitName: community.name, points: fund.points },
      organisations: organisations.map(({ personId }) => ({
        organisationId: personId,
        name: names.get(personId)?.full ?? '—',
      })),
    };
  });

  route(router, contract.list, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'donations.read', query.unitId);
    return 'refused' in unit ? unit : listDonations(deps, unit.id, query);
  });

  route(router, contract.fund, async ({ query, principal }) => {
    const unit = await unitOfReader(deps.orgUnits, principal, 'donations.read', query.unitId);
    return 'refused' in unit ? unit : fundOf(deps, unit);
  });
}
