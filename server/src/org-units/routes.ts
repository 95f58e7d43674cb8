import { orgUnits as contract, isRefusal, refuse } from '@red-points/shared/contracts';
import { inTreeOrder } from '@red-points/shared/domain/org-units';
import { permits, unitsFor } from '@red-points/shared/domain/permissions';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import { sendVersion } from '../http/version.ts';
import type { OrgUnits } from './org-units.ts';
import { rename } from './rename.ts';
import type { OrgUnitModel } from './store.ts';

interface OrgUnitRoutesDeps {
  readonly model: OrgUnitModel;
  readonly orgUnits: OrgUnits;
}

export function orgUnitRoutes(router: ApiRouter, { model, orgUnits }: OrgUnitRoutesDeps): void {
  publicRoute(router, contract.list, async ({ query }) => {
    const units = [...(await orgUnits.all()).values()];
    const { below, kind } = query;
    if (below !== undefined && !units.some((unit) => unit.id === below)) return refuse('unit_unknown');
    const wanted = units.filter(
      (unit) => (below === undefined || unit.ancestorIds.includes(below)) && (kind === undefined || unit.kind === kind),
    );
    return { items: inTreeOrder(wanted).map((unit) => ({ ...unit, ancestorIds: [...unit.ancestorIds] })) };
  });

  route(router, contract.create, async ({ body, principal }) => {
    const parentPath = body.parentId === null ? [] : await orgUnits.pathOf(body.parentId);
    if (parentPath === null) return refuse('unit_parent_invalid');
    // A root has no unit above it that could permit it: only who manages everything may add one.
    const permitted =
      body.parentId === null
        ? unitsFor(principal, 'org_units.manage') === null
        : permits(principal, 'org_units.manage', { unitPath: parentPath });
    if (!permitted) return refuse('out_of_scope');
    return orgUnits.create(body);
  });

  route(router, contract.rename, async ({ params, body, principal, res }) => {
    const unitPath = await orgUnits.pathOf(params.unitId);
    if (unitPath === null) return refuse('unit_unknown');
    if (!permits(principal, 'org_units.manage', { unitPath })) return refuse('out_of_scope');
    const renamed = await rename(model, params.unitId, body);
    orgUnits.forget();
    if (!isRefusal(renamed)) sendVersion(res, renamed.version);
    return renamed;
  });
}
