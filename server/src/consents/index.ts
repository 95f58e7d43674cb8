import { consents as contract, isRefusal, type Refusal, type ResponseOf, refuse } from '@red-points/shared/contracts';
import { type AgeBand, isMinor } from '@red-points/shared/domain/people';
import { type Action, type Principal, permits } from '@red-points/shared/domain/permissions';
import type { Collection, Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import type { Users } from '../auth/index.ts';
import type { Categories } from '../categories/index.ts';
import { type ApiRouter, route } from '../http/route.ts';
import type { OrgUnits } from '../org-units/index.ts';
import type { People, Person } from '../people/index.ts';
import type { Clock } from '../platform/clock.ts';
import { type ConsentRecord, consentCollection } from './store.ts';

export { ensureConsents } from './store.ts';

type ConsentsOfPerson = ResponseOf<typeof contract.of>;
type Children = ResponseOf<typeof contract.ofOwn>;

/** Consents of guardians (监护人同意): from 14 to 17 one is wanted for each kind of activity. */
export interface Consents {
  /** `guardian_consent_missing` where somebody may not take part in this kind of activity yet; null where they may. */
  missing(personId: string, category: string): Promise<Refusal | null>;
  /** Of these people, those who may not take part in this kind of activity yet. */
  missingOf(personIds: readonly string[], category: string): Promise<ReadonlySet<string>>;
  /** What a guardian said about one child, by kind of activity. */
  givenFor(personId: string): Promise<{ category: string; given: boolean; at: Date }[]>;
  /** Writes down what a guardian signed or took back. */
  record(
    principal: Principal,
    personId: string,
    consent: { readonly category: string; readonly given: boolean },
  ): Promise<ConsentsOfPerson | Refusal>;
  routes(router: ApiRouter): void;
}

export interface ConsentsDeps {
  readonly clock: Clock;
  readonly people: Pick<People, 'byId' | 'byIds' | 'ageBands' | 'joinedInto' | 'movedTo' | 'names'>;
  readonly orgUnits: Pick<OrgUnits, 'pathOf'>;
  readonly users: Pick<Users, 'names'>;
  readonly categories: Pick<Categories, 'all'>;
  readonly audit: Pick<Audit, 'record'>;
}

interface Context extends ConsentsDeps {
  readonly consents: Collection<ConsentRecord>;
}

export function createConsents({ db, ...deps }: ConsentsDeps & { readonly db: Db }): Consents {
  const context: Context = { ...deps, consents: consentCollection(db) };
  const record: Consents['record'] = (principal, personId, consent) =>
    recordConsent(context, principal, personId, consent);
  return {
    missing: (personId, category) => missingConsent(context, personId, category),
    missingOf: (personIds, category) => missingOf(context, personIds, category),
    givenFor: async (personId) =>
      (await context.consents.find({ personId }).sort({ _id: 1 }).toArray()).map(({ category, given, at }) => ({
        category,
        given,
        at,
      })),
    record,
    routes: (router) => {
      route(router, contract.of, async ({ params, principal }) => {
        const person = await inReach(context, principal, 'people.read', params.personId);
        return isRefusal(person) ? person : consentsOf(context, person);
      });
      route(router, contract.record, ({ params, body, principal }) =>
        record(principal, params.personId, { category: params.category, given: body.given }),
      );
      route(router, contract.ofOwn, ({ principal }) => childrenOf(context, principal));
      route(router, contract.giveOwn, ({ params, body, principal }) =>
        giveOwn(context, principal, params.personId, { category: params.category, given: body.given }),
      );
    },
  };
}

async function missingConsent(context: Context, personId: string, category: string): Promise<Refusal | null> {
  const missing = await missingOf(context, [personId], category);
  return missing.has(personId) ? refuse('guardian_consent_missing') : null;
}

async function missingOf(
  context: Context,
  personIds: readonly string[],
  category: string,
): Promise<ReadonlySet<string>> {
  const bands = await context.people.ageBands(personIds);
  const asked = personIds.filter((id) => bands.get(id) === 'from14to17');
  if (asked.length === 0) return new Set();
  // What was signed for a record that was found to be them counts for them.
  const moved = await context.people.movedTo(asked);
  const keptOf = (personId: string): string => moved.get(personId) ?? personId;
  const joined = await context.people.joinedInto(asked.map(keptOf));
  const meant = [...asked.map(keptOf), ...joined.map(({ personId }) => personId)];
  const found = await context.consents
    .find({ _id: { $in: meant.map((personId) => `${personId}:${category}`) }, given: true })
    .project<Pick<ConsentRecord, 'personId'>>({ personId: 1 })
    .toArray();
  const ownerOf = new Map(joined.map(({ personId, joinedInto }) => [personId, joinedInto ?? personId]));
  const given = new Set(found.map(({ personId }) => ownerOf.get(personId) ?? personId));
  return new Set(asked.filter((personId) => !given.has(keptOf(personId))));
}

async function isAsked(context: Context, personId: string): Promise<boolean> {
  return (await bandOf(context, personId)) === 'from14to17';
}

async function bandOf({ people }: Context, personId: string): Promise<AgeBand | undefined> {
  return (await people.ageBands([personId])).get(personId);
}

async function recordConsent(
  context: Context,
  principal: Principal,
  personId: string,
  { category, given }: { readonly category: string; readonly given: boolean },
): Promise<ConsentsOfPerson | Refusal> {
  const person = await inReach(context, principal, 'consents.record', personId);
  if (isRefusal(person)) return person;
  return (await writeDown(context, principal, person, { category, given })) ?? consentsOf(context, person);
}

/** A guardian agrees on their own phone, acting as themselves: a child that shares the sign-in does not agree for itself. */
async function giveOwn(
  context: Context,
  principal: Principal,
  personId: string,
  consent: { readonly category: string; readonly given: boolean },
): Promise<Children | Refusal> {
  const person = principal.personIds.includes(personId) ? await context.people.byId(personId) : null;
  if (person === null) return refuse('person_not_yours');
  if (!(await actsAsGuardian(context, principal))) return refuse('guardian_consent_by_minor');
  return (await writeDown(context, principal, person, consent)) ?? childrenOf(context, principal);
}

async function actsAsGuardian(context: Context, { actingPersonId }: Principal): Promise<boolean> {
  return actingPersonId !== null && !isMinor(await bandOf(context, actingPersonId));
}

async function childrenOf(context: Context, principal: Principal): Promise<Children> {
  if (!(await actsAsGuardian(context, principal))) return { items: [] };
  const bands = await context.people.ageBands(principal.personIds);
  const ids = principal.personIds.filter((id) => isMinor(bands.get(id)));
  const [found, names] = await Promise.all([context.people.byIds(ids), context.people.names(ids)]);
  const standing = ids.flatMap((id) => found.get(id) ?? []).filter(({ status }) => status !== 'closed');
  const items = standing.map(async (person) => ({
    ...(await consentsOf(context, person)),
    name: names.get(person.personId)?.full ?? '—',
  }));
  return { items: await Promise.all(items) };
}

/** Why it cannot be written down, or null once it is. */
async function writeDown(
  context: Context,
  principal: Principal,
  person: Person,
  { category, given }: { readonly category: string; readonly given: boolean },
): Promise<Refusal | null> {
  const { personId } = person;
  if (person.status === 'closed') return refuse('person_closed');
  // A guardian may sign before the child is fourteen, so that nothing is missing on that birthday.
  if (!isMinor(await bandOf(context, personId))) return refuse('guardian_consent_not_asked');
  if (!(await context.categories.all()).some(({ code }) => code === category)) return refuse('category_not_found');
  const _id = `${personId}:${category}`;
  const known = await context.consents.findOne({ _id });
  if (known?.given !== given) {
    const at = new Date(context.clock.now());
    const by = principal.userId;
    await context.consents.updateOne({ _id }, { $set: { personId, category, given, by, at } }, { upsert: true });
    const subject = { kind: 'person', id: personId };
    const action = given ? 'consents.give' : 'consents.take_back';
    await context.audit.record({ principal, action, subject, unitId: person.unitId, detail: { category } });
  }
  return null;
}

async function consentsOf(context: Context, { personId }: Person): Promise<ConsentsOfPerson> {
  const [asked, categories, known] = await Promise.all([
    isAsked(context, personId),
    context.categories.all(),
    context.consents.find({ personId }).toArray(),
  ]);
  const names = await context.users.names(known.map(({ by }) => by));
  const byCategory = new Map(known.map((record) => [record.category, record]));
  const items = categories.map(({ code }) => {
    const record = byCategory.get(code);
    return {
      category: code,
      given: record?.given ?? false,
      byName: record === undefined ? null : (names.get(record.by) ?? '—'),
      at: record?.at.toISOString() ?? null,
    };
  });
  return { personId, asked, items };
}

/** Somebody who lives or serves in the caller's reach. */
async function inReach(
  { people, orgUnits }: Context,
  principal: Principal,
  action: Action,
  personId: string,
): Promise<Person | Refusal> {
  const person = await people.byId(personId);
  if (person === null) return refuse('person_not_found');
  const servePath = person.serveUnitId === null ? null : await orgUnits.pathOf(person.serveUnitId);
  const mayHere = [person.unitPath, servePath].some(
    (unitPath) => unitPath !== null && permits(principal, action, { unitPath }),
  );
  return mayHere ? person : refuse('out_of_scope');
}
