import type { OwnShopApplication, StaffShopApplication } from '@red-points/shared/contracts';
import { maskPhone } from '@red-points/shared/domain/people';
import { sealOwnerOfShop } from '../merchants/index.ts';
import type { ShopApplicationDeps } from './deps.ts';
import type { ShopApplicationRecord } from './store.ts';

/** What is sealed of an application. */
export interface SealedFields extends Readonly<Record<string, string>> {
  readonly contactName: string;
  readonly licenceNumber: string;
  readonly phone: string;
}

/** What of it is sealed, under the key of the shop that may come of it. */
export const SEALED_KIND = 'shop_application';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

/** Applications as their owner reads them, in the order given. */
export async function ownViews(
  deps: ShopApplicationDeps,
  records: readonly ShopApplicationRecord[],
): Promise<OwnShopApplication[]> {
  return (await opened(deps, records)).map(({ view }) => view);
}

/** Applications as staff read them, the phone masked. */
export async function staffViews(
  deps: ShopApplicationDeps,
  records: readonly ShopApplicationRecord[],
): Promise<StaffShopApplication[]> {
  const [all, names] = await Promise.all([
    opened(deps, records),
    deps.users.names(records.flatMap(({ decidedBy }) => decidedBy ?? [])),
  ]);
  return all.map(({ view, phone, decidedBy }) => ({
    ...view,
    maskedPhone: maskPhone(phone),
    decidedByName: decidedBy === null ? null : (names.get(decidedBy) ?? '—'),
  }));
}

async function opened(deps: ShopApplicationDeps, records: readonly ShopApplicationRecord[]) {
  const [sealed, units] = await Promise.all([
    deps.personalData.openMany<SealedFields>(
      SEALED_KIND,
      records.map((record) => ({ ownerId: sealOwnerOfShop(record.shopId), sealed: record.sealed })),
    ),
    deps.orgUnits.names(records.flatMap(({ unitId }) => unitId ?? [])),
  ]);
  return records.map((record, index) => {
    const { contactName = '', licenceNumber = '', phone = '' } = sealed[index] ?? {};
    const { _id, state, shopName, kind, unitId, address, plan, licencePhotoId = null, reason, version } = record;
    const view: OwnShopApplication = {
      applicationId: _id,
      state,
      shopName,
      kind,
      unitId,
      unitName: unitId === null ? null : (units.get(unitId) ?? unitId),
      address,
      plan,
      licencePhotoId,
      contactName,
      licenceNumber,
      reason,
      submittedAt: iso(record.submittedAt),
      decidedAt: iso(record.decidedAt),
      shopId: state === 'approved' ? record.shopId : null,
      version,
    };
    return { view, phone, decidedBy: record.decidedBy };
  });
}
