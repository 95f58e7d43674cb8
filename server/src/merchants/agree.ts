import {
  type Agreement,
  type BodyOf,
  isRefusal,
  type Refusal,
  type ResponseOf,
  refuse,
  type shops,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { ownSignIns } from '../auth/index.ts';
import type { MerchantDeps } from './deps.ts';
import { shopFor } from './find-shop.ts';
import type { AgreementRecord, ShopRecord } from './store.ts';

/** More agreements than a shop has in a century of years; keeps its document small. */
const AGREEMENTS_MAX = 100;

async function viewsOf(deps: MerchantDeps, agreements: readonly AgreementRecord[]): Promise<Agreement[]> {
  const users = agreements.flatMap(({ proposedBy, confirmedBy }) => [
    proposedBy,
    ...(confirmedBy ? [confirmedBy] : []),
  ]);
  const names = await deps.users.names(users);
  return agreements.map(({ proposedBy, confirmedBy, ...terms }) => ({
    ...terms,
    proposedByName: names.get(proposedBy) ?? '—',
    confirmedByName: confirmedBy === null ? null : (names.get(confirmedBy) ?? '—'),
  }));
}

async function viewOf(deps: MerchantDeps, agreement: AgreementRecord): Promise<Agreement> {
  const [view] = await viewsOf(deps, [agreement]);
  if (view === undefined) throw new Error('an agreement has no view');
  return view;
}

/** What was agreed with a shop, newest first, and what waits. */
export async function listAgreements(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
): Promise<ResponseOf<typeof shops.agreements> | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.read', shopId);
  if (isRefusal(shop)) return shop;
  const agreed = await viewsOf(deps, [...(shop.agreements ?? [])].reverse());
  const waiting = shop.proposedAgreement ?? null;
  return { proposed: waiting === null ? null : await viewOf(deps, waiting), agreed };
}

function whyNotAgreed(
  shop: ShopRecord,
  { number, from, until }: BodyOf<typeof shops.proposeAgreement>,
): Refusal | null {
  const { agreements = [] } = shop;
  if (agreements.some((other) => other.number === number)) return refuse('agreement_number_taken');
  const overlaps = agreements.some((other) => from <= other.until && other.from <= until);
  if (until < from || overlaps) return refuse('agreement_dates_wrong');
  return agreements.length >= AGREEMENTS_MAX ? refuse('agreements_too_many') : null;
}

/** Enters an agreement, which another person confirms. One that waited before is replaced. */
export async function proposeAgreement(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  input: BodyOf<typeof shops.proposeAgreement>,
): Promise<Agreement | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.manage', shopId);
  if (isRefusal(shop)) return shop;
  if (shop.state === 'closed') return refuse('shop_closed');
  if ((shop.parentId ?? null) !== null) return refuse('branch_without_agreement');
  const refusal = whyNotAgreed(shop, input);
  if (refusal !== null) return refusal;
  const proposed: AgreementRecord = { ...input, proposedBy: principal.userId, confirmedBy: null };
  const changed = await deps.model
    .updateOne({ _id: shopId, version: shop.version }, { $set: { proposedAgreement: proposed }, $inc: { version: 1 } })
    .exec();
  if (changed.matchedCount === 0) return refuse('version_conflict');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shops.propose_agreement', subject, unitId: shop.unitId });
  return viewOf(deps, proposed);
}

/** Confirms the agreement that waits: from its first day to its last the shop serves. Never by who entered it. */
export async function confirmAgreement(
  deps: MerchantDeps,
  principal: Principal,
  shopId: string,
  number: string,
): Promise<Agreement | Refusal> {
  const shop = await shopFor(deps, principal, 'shops.manage', shopId);
  if (isRefusal(shop)) return shop;
  const waiting = shop.proposedAgreement ?? null;
  if (waiting === null || waiting.number !== number) {
    const done = shop.agreements?.find((agreed) => agreed.number === number && agreed.confirmedBy === principal.userId);
    return done === undefined ? refuse('agreement_not_proposed') : viewOf(deps, done);
  }
  if (shop.state === 'closed') return refuse('shop_closed');
  const isOwn = await ownSignIns(deps.users, principal);
  if (isOwn(waiting.proposedBy)) return refuse('agreement_entered_by_you');
  const confirmed: AgreementRecord = { ...waiting, confirmedBy: principal.userId };
  const changed = await deps.model
    .updateOne(
      { _id: shopId, version: shop.version },
      { $push: { agreements: confirmed }, $set: { proposedAgreement: null }, $inc: { version: 1 } },
    )
    .exec();
  if (changed.matchedCount === 0) return refuse('version_conflict');
  const subject = { kind: 'shop', id: shopId };
  await deps.audit.record({ principal, action: 'shops.confirm_agreement', subject, unitId: shop.unitId });
  return viewOf(deps, confirmed);
}
