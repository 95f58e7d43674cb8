import { type BodyOf, type donations as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, firstOf, type RequestIdentity } from '../http/idempotency.ts';
import type { Person } from '../people/index.ts';
import { carryOn } from './carry-on.ts';
import type { DonationsDeps } from './deps.ts';
import type { DonationRecord, DonationTarget } from './store.ts';

/** When the job takes up a donation whose process ended. */
const TAKE_UP_MS = 10_000;

type From = Pick<DonationRecord, 'from' | 'accountId' | 'homeUnit'>;

/** Gives points to the fund of the account's community, or to an organisation. A refusal is remembered with its request. */
export async function give(
  deps: DonationsDeps,
  principal: Principal,
  body: BodyOf<typeof contract.give>,
  request: RequestIdentity,
): Promise<DonationRecord | Refusal> {
  const first = await firstOf(deps.donations, request);
  if (first !== null) return isRefusal(first) ? first : outcomeOf(await carryOn(deps, first));
  const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('registration_needed');
  const notSpending = deps.people.mayNotSpend(person);
  if (notSpending !== null) return notSpending;
  const from = await accountOf(deps, person, body);
  if (isRefusal(from)) return from;
  const draft = await newDonation(deps, {
    donationId: deps.ids.next(),
    request,
    personId: person.personId,
    userId: principal.userId,
    from,
    points: body.points,
  });
  const to = body.organisationId === undefined ? draft.to : await organisationOf(deps, body.organisationId, from);
  if (isRefusal(to)) return to;
  const created = await createOnce(deps.donations, { ...draft, to });
  return isRefusal(created) ? created : outcomeOf(await carryOn(deps, created.document));
}

interface NewDonation extends Pick<DonationRecord, 'request' | 'personId' | 'userId' | 'points'> {
  readonly donationId: string;
  readonly from: From;
}

/** A donation to the fund of the account's community, not written down yet. */
export async function newDonation(
  deps: Pick<DonationsDeps, 'orgUnits' | 'clock'>,
  { donationId, from, ...given }: NewDonation,
): Promise<DonationRecord> {
  const nowMs = deps.clock.now();
  const issuerUnit = (await deps.orgUnits.communityOf(from.homeUnit))?.id ?? from.homeUnit;
  return {
    _id: donationId,
    ...given,
    ...from,
    issuerUnit,
    unitPath: [...((await deps.orgUnits.pathOf(from.homeUnit)) ?? [])],
    to: { kind: 'fund', unitId: issuerUnit },
    state: 'created',
    refusal: null,
    createdAt: new Date(nowMs),
    postedAt: null,
    entrySeq: null,
    entryHash: null,
    availableAfter: null,
    nextCheckAt: new Date(nowMs + TAKE_UP_MS),
  };
}

/** The account that was named, where it is one of theirs; else the one that counts for them now. */
async function accountOf(
  deps: DonationsDeps,
  person: Person,
  { accountId, points }: BodyOf<typeof contract.give>,
): Promise<From | Refusal> {
  if (accountId === undefined) {
    const chosen = await deps.accounts.spending(person, points);
    const from = chosen.householdId === null ? 'own' : 'household';
    return { from, accountId: chosen.accountId, homeUnit: chosen.homeUnit };
  }
  const found = await deps.accounts.readable(person, accountId);
  if (isRefusal(found)) return found;
  if (found.kind === 'joined') return refuse('ledger_account_closed');
  return { from: found.kind, accountId, homeUnit: found.owner.unitId };
}

async function organisationOf(
  deps: DonationsDeps,
  organisationId: string,
  from: From,
): Promise<DonationTarget | Refusal> {
  const organisation = await deps.people.byId(organisationId);
  if (organisation?.kind !== 'organisation' || organisation.status === 'closed') {
    return refuse('organisation_not_found');
  }
  if (organisation.status !== 'verified') return refuse('organisation_unverified');
  const { personId, accountId, unitId: homeUnit } = organisation;
  return accountId === from.accountId
    ? refuse('donation_to_itself')
    : { kind: 'organisation', personId, accountId, homeUnit };
}

function outcomeOf(donation: DonationRecord): DonationRecord | Refusal {
  return donation.refusal ?? donation;
}
