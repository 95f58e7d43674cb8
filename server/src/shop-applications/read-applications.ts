import {
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
  type shopApplications,
} from '@red-points/shared/contracts';
import { districtOf } from '@red-points/shared/domain/org-units';
import { type Action, type Principal, permits, unitsFor } from '@red-points/shared/domain/permissions';
import type { Filter } from 'mongodb';
import { pageByDate } from '../http/date-pages.ts';
import type { ShopApplicationDeps } from './deps.ts';
import { licenceDigests } from './licence-digests.ts';
import type { ShopApplicationRecord } from './store.ts';
import { staffViews } from './view.ts';

type Duplicates = ResponseOf<typeof shopApplications.get>['duplicates'];

const DUPLICATES_MAX = 10;

/** Applications to a unit and below, newest first. */
export async function listApplications(
  deps: ShopApplicationDeps,
  principal: Principal,
  query: QueryOf<typeof shopApplications.list>,
): Promise<ResponseOf<typeof shopApplications.list> | Refusal> {
  const unitPath = query.unitId === undefined ? [] : await deps.orgUnits.pathOf(query.unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (query.unitId !== undefined && !permits(principal, 'shop_applications.read', { unitPath })) {
    return refuse('out_of_scope');
  }
  const units = query.unitId === undefined ? unitsFor(principal, 'shop_applications.read') : [query.unitId];
  const conditions: Filter<ShopApplicationRecord>[] = [{ submittedAt: { $type: 'date' } }];
  if (units !== null) conditions.push({ unitPath: { $in: [...units] } });
  if (query.state !== undefined) conditions.push({ state: query.state });
  const filter = { $and: conditions } as Filter<ShopApplicationRecord>;
  const found = await pageByDate(deps.applications, filter, { ...query, by: 'submittedAt' });
  if (isRefusal(found)) return found;
  return { items: await staffViews(deps, found.page), nextCursor: found.nextCursor };
}

/** An application that was sent in, for staff of its unit: `shop_application_not_found`, `out_of_scope`. */
export async function applicationFor(
  deps: ShopApplicationDeps,
  principal: Principal,
  action: Action,
  applicationId: string,
): Promise<ShopApplicationRecord | Refusal> {
  const found = await deps.applications.findOne({ _id: applicationId });
  if (found === null || found.submittedAt === null) return refuse('shop_application_not_found');
  return permits(principal, action, { unitPath: found.unitPath }) ? found : refuse('out_of_scope');
}

/** One application, with what may be the same shop. */
export async function getApplication(
  deps: ShopApplicationDeps,
  principal: Principal,
  applicationId: string,
): Promise<ResponseOf<typeof shopApplications.get> | Refusal> {
  const found = await applicationFor(deps, principal, 'shop_applications.read', applicationId);
  if (isRefusal(found)) return found;
  const [view] = await staffViews(deps, [found]);
  if (view === undefined) throw new Error('an application has no view');
  return { ...view, duplicates: await duplicatesOf(deps, found, licenceDigests(deps.keys, view.licenceNumber)) };
}

/** Other applications with its licence, name or phone, and shops of the district that are called the same. */
async function duplicatesOf(
  deps: ShopApplicationDeps,
  record: ShopApplicationRecord,
  licences: readonly string[],
): Promise<Duplicates> {
  const { _id, nameKey, phoneIndex, unitPath, shopId } = record;
  if (nameKey === null || phoneIndex === null) return [];
  const region = districtOf(unitPath);
  const [others, shops] = await Promise.all([
    deps.applications
      .find({
        _id: { $ne: _id },
        submittedAt: { $type: 'date' },
        $or: [{ licenceIndex: { $in: [...licences] } }, { nameKey, unitPath: region }, { phoneIndex }],
      })
      .limit(DUPLICATES_MAX)
      .toArray(),
    deps.merchants.namedLike(region, record.shopName, DUPLICATES_MAX),
  ]);
  const units = await deps.orgUnits.names([...others, ...shops].flatMap(({ unitId }) => unitId ?? []));
  const nameOf = (unitId: string | null): string => (unitId === null ? '—' : (units.get(unitId) ?? unitId));
  return [
    ...others.map((other) => ({
      kind: 'application' as const,
      id: other._id,
      name: other.shopName,
      unitName: nameOf(other.unitId),
      state: other.state,
      same: sameOf(other, record, licences),
    })),
    ...shops
      .filter((shop) => shop._id !== shopId)
      .map((shop) => ({
        kind: 'shop' as const,
        id: shop._id,
        name: shop.name,
        unitName: nameOf(shop.unitId),
        state: shop.state,
        same: 'name' as const,
      })),
  ];
}

function sameOf(
  other: ShopApplicationRecord,
  record: ShopApplicationRecord,
  licences: readonly string[],
): Duplicates[number]['same'] {
  if (other.licenceIndex !== null && licences.includes(other.licenceIndex)) return 'licence';
  return other.nameKey === record.nameKey ? 'name' : 'phone';
}
