import { type BodyOf, type donations as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { createOnce, findByRequest, type RequestIdentity } from '../http/idempotency.ts';
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
  const first = await findByRequest(deps.donations, request.caller, request.key);
  if (first !== null) {
    if (first.request.fingerprint !== request.fingerprint) return refuse('idempotency_key_reused');
    return outcomeOf(await carryOn(deps, first));
  }
  const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('registration_needed');
  const notSpending = deps.people.mayNotSpend(person);
  if (notSpending !== null) return notSpending;
  const from = await accountOf(deps, person, body);
  if (isRefusal(from)) return from;
  const community = await deps.orgUnits.communityOf(from.homeUnit);
  const issuerUnit = community?.id ?? from.homeUnit;
  const to = await targetOf(deps, body.organisationId, issuerUnit, from);
  if (isRefusal(to)) return to;
  const nowMs = deps.clock.now();
  const created = await createOnce(deps.donations, {
    _id: deps.ids.next(),
    request,
    personId: person.personId,
    userId: principal.userId,
    ...from,
    issuerUnit,
    unitPath: [...((await deps.orgUnits.pathOf(from.homeUnit)) ?? [])],
    to,
    points: body.points,
    state: 'created',
    refusal: null,
    createdAt: new Date(nowMs),
    postedAt: null,
    entrySeq: null,
    entryHash: null,
    availableAfter: null,
    nextCheckAt: new Date(nowMs + TAKE_UP_MS),
  });
  return isRefusal(created) ? created : outcomeOf(await carryOn(deps, created.document));
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

async function targetOf(
  deps: DonationsDeps,
  organisationId: string | undefined,
  communityId: string,
  from: From,
): Promise<DonationTarget | Refusal> {
  if (organisationId === undefined) return { kind: 'fund', unitId: communityId };
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
