import { type Donation, type DonationLine, isRefusal, type Refusal } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import { receiptCode } from '@red-points/shared/domain/people';
import type { Filter } from 'mongodb';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../http/cursor.ts';
import type { DonationsDeps } from './deps.ts';
import type { DonationRecord } from './store.ts';

const cursorSchema = z.tuple([z.number(), z.string()]);

interface Page<T> {
  readonly items: T[];
  readonly nextCursor: string | null;
}

/** A page of donations, newest first by one of their dates. */
async function pageOf(
  deps: Pick<DonationsDeps, 'donations'>,
  filter: Filter<DonationRecord>,
  by: 'createdAt' | 'postedAt',
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<DonationRecord> | Refusal> {
  const after = decodeCursor(cursor, cursorSchema);
  if (isRefusal(after)) return after;
  const older =
    after === null
      ? {}
      : { $or: [{ [by]: { $lt: new Date(after[0]) } }, { [by]: new Date(after[0]), _id: { $lt: after[1] } }] };
  const found = await deps.donations
    .find({ $and: [filter, older] })
    .sort({ [by]: -1, _id: -1 })
    .limit(limit + 1)
    .toArray();
  const items = found.slice(0, limit);
  const last = items.at(-1);
  const more = found.length > limit && last !== undefined;
  return { items, nextCursor: more ? encodeCursor([last[by]?.getTime() ?? 0, last._id]) : null };
}

/** What a person gave. */
export async function ownDonations(
  deps: DonationsDeps,
  personId: string,
  query: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<Page<Donation> | Refusal> {
  const page = await pageOf(deps, { personId }, 'createdAt', query);
  return isRefusal(page) ? page : { ...page, items: await donationViews(deps, page.items) };
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
  const page = await pageOf(deps, { unitPath: unitId, state: 'posted', ...ofKind }, 'postedAt', query);
  if (isRefusal(page)) return page;
  const [targets, names] = await Promise.all([
    targetNames(deps, page.items),
    deps.people.names(page.items.map(({ personId }) => personId)),
  ]);
  return {
    ...page,
    items: page.items.map((donation) => ({
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
