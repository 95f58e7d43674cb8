import { type BodyOf, type mediation as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { MEDIATION_CATEGORY, shareExactly } from '@red-points/shared/domain/mediation';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Declarations } from '@red-points/shared/domain/rules';
import type { Person } from '../../people/index.ts';
import type { ClaimsDeps } from '../deps.ts';
import { type ClaimFields, filableUnit, type PlannedClaim, planClaim } from '../file-claim.ts';

export type CaseFields = Omit<BodyOf<typeof contract.fileOwn>, 'declarations'>;

export interface Mediator {
  readonly person: Person;
  readonly declarations: Declarations;
}

/** A case with each mediator's claim, not written yet. */
export interface PlannedCase {
  readonly points: number;
  readonly title: string;
  readonly claims: readonly PlannedClaim[];
}

/** The people named as mediators, each once, all in the reach of whoever files. */
export async function mediatorsOf(
  deps: ClaimsDeps,
  principal: Principal,
  named: readonly { readonly personId: string; readonly declarations: Declarations }[],
): Promise<{ readonly mediators: Mediator[]; readonly unitPath: readonly string[] } | Refusal> {
  if (new Set(named.map(({ personId }) => personId)).size < named.length) return refuse('mediation_mediator_twice');
  const mediators: Mediator[] = [];
  const paths: (readonly string[])[] = [];
  for (const { personId, declarations } of named) {
    const person = await deps.people.byId(personId);
    if (person === null) return refuse('person_not_found');
    const unitPath = await filableUnit(deps, principal, person);
    if (unitPath === null) return refuse('person_other_community');
    mediators.push({ person, declarations });
    paths.push(unitPath);
  }
  // One community reviews and pays for the case: that of whom is named first.
  return { mediators, unitPath: paths[0] ?? [] };
}

/**
 * Prices the case once and shares exactly that among its mediators; their minutes are everybody's own. Each is asked about
 * pay for themselves: whoever is paid per case has no part in it. Where a part was approved before, the others share what is
 * left of the case's total, so that all of them together never come to more.
 */
export async function planCase(
  deps: ClaimsDeps,
  principal: Principal,
  of: {
    readonly mediators: readonly Mediator[];
    readonly unitPath: readonly string[];
    readonly fields: CaseFields;
    readonly onBehalf: boolean;
    /** What was approved of the case already, by person: these parts stay as they are. */
    readonly kept?: ReadonlyMap<string, number>;
    /** Evidence that it was filed with before. */
    readonly evidenceIds?: readonly string[];
  },
): Promise<PlannedCase | Refusal> {
  const { mediators, unitPath, onBehalf, kept = new Map<string, number>() } = of;
  const { outcome: _outcome, sealed: _sealed, ...rest } = of.fields;
  const claims: PlannedClaim[] = [];
  for (const { person, declarations } of mediators) {
    if (kept.has(person.personId)) continue;
    const fields: ClaimFields = { ...rest, activityId: null, declarations };
    const filing = { person, unitPath, fields, onBehalf, kept: of.evidenceIds ?? [], ofCase: true };
    const planned = await planClaim(deps, principal, filing);
    if (isRefusal(planned)) return planned;
    if (planned.category !== MEDIATION_CATEGORY) return refuse('mediation_rule_needed');
    claims.push(planned);
  }
  const [first] = claims;
  if (first === undefined) throw new Error('a case without a mediator');
  const { points } = first.priced;
  const approved = [...kept.values()].reduce((sum, share) => sum + share, 0);
  const shares = shareExactly(Math.max(0, points - approved), new Map(claims.map(({ personId }) => [personId, 1])));
  const people = mediators.map(({ person }) => person.personId);
  const shared = claims.map((claim) => {
    const share = shares.get(claim.personId) ?? 0;
    return {
      ...claim,
      priced: pricedShare(claim, share, mediators.length),
      sharedWith: othersThan(people, claim.personId),
    };
  });
  const isNothing = shared.some(({ priced }) => priced.points === 0 && priced.minutes === 0);
  return isNothing
    ? refuse('mediation_share_zero')
    : { points: Math.max(points, approved), title: first.title, claims: shared };
}

function pricedShare({ priced }: PlannedClaim, share: number, count: number): PlannedClaim['priced'] {
  if (count === 1) return priced;
  return {
    ...priced,
    points: share,
    workingZh: `${priced.workingZh}；全案 ${priced.points} 分，${count} 人合办，本人 ${share} 分`,
    workingEn: `${priced.workingEn}; ${priced.points} for the case, ${count} mediators, ${share} for this one`,
  };
}

function othersThan(people: readonly string[], personId: string): string[] {
  return people.filter((other) => other !== personId);
}
