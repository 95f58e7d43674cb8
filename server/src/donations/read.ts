import { type Donation, type DonationLine, isRefusal, type Refusal } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { receiptCode } from '@red-points/shared/domain/people';
import { pageByDate } from '../http/date-pages.ts';
import type { DonationsDeps } from './deps.ts';
import type { DonationRecord } from './store.ts';

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** What a person gave. */
export async function ownDonations(
  deps: DonationsDeps,
  personId: string,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<Donation> | Refusal> {
  const { cursor, limit } = query;
  const found = await pageByDate(deps.donations, { personId }, { by: 'createdAt', cursor, limit });
  if (isRefusal(found)) return found;
  return { items: await donationViews(deps, found.page), nextCursor: found.nextCursor };
}

/** Posted donations from a unit and below, as staff list them. */
export async function listDonations(
  deps: DonationsDeps,
  unitId: string,
  query: {
    readonly cursor?: string | undefined;
    readonly limit: number;
    readonly to?: 'fund' | 'organisation' | undefined;
  },
): Promise<Page<DonationLine> | Refusal> {
  const ofKind = query.to === undefined ? {} : { 'to.kind': query.to };
  const posted = { unitPath: unitId, state: 'posted' as const, ...ofKind };
  const { cursor, limit } = query;
  const found = await pageByDate(deps.donations, posted, { by: 'postedAt', cursor, limit });
  if (isRefusal(found)) return found;
  const { page, nextCursor } = found;
  const [targets, names] = await Promise.all([
    targetNames(deps, page),
    deps.people.names(page.map(({ personId }) => personId)),
  ]);
  return {
    nextCursor,
    items: page.map((donation) => ({
      donationId: donation._id,
      personId: donation.personId,
      maskedName: names.get(donation.personId)?.masked ?? '—',
      to: donation.to.kind,
      toName: targets(donation),
      fromKind: donation.from,
      points: donation.points,
      postedAt: (donation.postedAt ?? donation.createdAt).toISOString(),
      entryId: entryId(donation.accountId, donation.entrySeq ?? 1),
      receiptCode: donation.entryHash === null ? '—' : receiptCode(donation.entryHash),
    })),
  };
}

/** Donations as their giver reads them. */
export async function donationViews(deps: DonationsDeps, found: readonly DonationRecord[]): Promise<Donation[]> {
  const targets = await targetNames(deps, found);
  return found.map((donation) => ({
    donationId: donation._id,
    state: donation.state,
    points: donation.points,
    to: donation.to.kind,
    toName: targets(donation),
    fromKind: donation.from,
    createdAt: donation.createdAt.toISOString(),
    postedAt: donation.postedAt?.toISOString() ?? null,
    availableAfter: donation.availableAfter,
    receiptCode: donation.entryHash === null ? null : receiptCode(donation.entryHash),
    entryId: donation.entrySeq === null ? null : entryId(donation.accountId, donation.entrySeq),
  }));
}

/** Names of funds by their community and of organisations, in two queries for all. */
async function targetNames(
  deps: Pick<DonationsDeps, 'people' | 'orgUnits'>,
  found: readonly Pick<DonationRecord, 'to'>[],
): Promise<(donation: Pick<DonationRecord, 'to'>) => string> {
  const [units, organisations] = await Promise.all([
    deps.orgUnits.names(found.flatMap(({ to }) => (to.kind === 'fund' ? [to.unitId] : []))),
    deps.people.names(found.flatMap(({ to }) => (to.kind === 'organisation' ? [to.personId] : []))),
  ]);
  return ({ to }) =>
    to.kind === 'fund' ? (units.get(to.unitId) ?? to.unitId) : (organisations.get(to.personId)?.masked ?? '—');
}
