import {
  type publicity as contract,
  isRefusal,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { CreditsDeps } from './deps.ts';
import { linesOf, pageOfPublicity } from './list-publicity.ts';

/**
 * The public list for a resident who signed in. Whole names are for verified residents who live or serve in the community
 * that gives the points, and only of those who agreed to it.
 */
export async function listForNeighbours(
  deps: CreditsDeps,
  principal: Principal,
  query: QueryOf<typeof contract.neighbours>,
): Promise<ResponseOf<typeof contract.neighbours> | Refusal> {
  const reader = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (reader === null) return refuse('registration_needed');
  const listing = await pageOfPublicity(deps, query, 'signedIn');
  if (isRefusal(listing)) return listing;
  const { page, ...rest } = listing;
  const servePath = reader.serveUnitId === null ? null : await deps.orgUnits.pathOf(reader.serveUnitId);
  const units = new Set(reader.status === 'verified' ? [...reader.unitPath, ...(servePath ?? [])] : []);
  const near = page.filter(({ issuerUnit }) => units.has(issuerUnit)).map(({ personId }) => personId);
  const [lines, shownAs, isFamily, objected] = await Promise.all([
    linesOf(deps, page),
    deps.publicity.shownAs(near),
    deps.memberships.familyOf(principal.personIds),
    deps.objected.by(
      reader.personId,
      page.map(({ _id }) => _id),
    ),
  ]);
  const named = near.filter((personId) => shownAs.get(personId) === 'named');
  const names = await deps.people.names(named);
  const items = page.flatMap(({ _id, personId }, at) => {
    const line = lines[at];
    if (line === undefined) return [];
    const fullName = names.get(personId)?.full ?? null;
    return [{ ...line, fullName, isOwn: isFamily(personId), objectedByMe: objected.has(_id) }];
  });
  return { ...rest, items };
}
