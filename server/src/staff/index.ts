import { staff as contract } from '@red-points/shared/contracts';
import { type ApiRouter, route } from '../http/route.ts';
import type { StaffDeps } from './deps.ts';
import { findResident } from './find-resident.ts';
import { linkResident, sayOwnLink } from './link-resident.ts';
import { listStaff } from './list-staff.ts';
import { ownLink } from './views.ts';

export { fitResidents } from './fit-residents.ts';

/** The sign-ins of staff, and which residents they are too: nobody approves what benefits them or their household. */
export interface StaffNoun {
  routes(router: ApiRouter): void;
}

export function createStaff(deps: StaffDeps): StaffNoun {
  return {
    routes: (router) => {
      route(router, contract.list, ({ principal, query }) => listStaff(deps, principal, query.unitId));
      route(router, contract.link, ({ principal, params, body }) =>
        linkResident(deps, principal, params.userId, body.personId),
      );
      route(router, contract.find, ({ principal, body }) => findResident(deps, principal, body.search));
      route(router, contract.own, ({ principal }) => ownLink(deps, principal));
      route(router, contract.sayOwn, ({ principal, body }) => sayOwnLink(deps, principal, body.personId));
    },
  };
}
