import { publicity as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import { PUBLICITY_CHOICE_DEFAULT, type PublicityChoice, shownAs } from '@red-points/shared/domain/publicity';
import type { Collection, Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import { type ApiRouter, route } from '../http/route.ts';
import { type People, type Person, personFor } from '../people/index.ts';
import type { Clock } from '../platform/clock.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { type ChoiceRecord, choiceCollection, type ViewRecord, viewCollection } from './store.ts';

export { ensurePublicity } from './store.ts';

/** The words that people choose on today. */
const CHOICE_VERSION = '2026-11';
/** Choices of before that are kept of one person. */
const EARLIER_KEPT = 50;

/** Told what a person chose: whether public lists show them from now on. */
type Listing = (personId: string, listed: boolean) => Promise<void>;

/** What people let public lists say of them, and how often such lists are opened. */
export interface Publicity {
  /** How each person is shown on a public list: not at all, by surname, or for neighbours by the whole name. */
  shownAs(personIds: readonly string[]): Promise<ReadonlyMap<string, PublicityChoice>>;
  /** Where the noun that keeps such a list is told of what is chosen. Once. */
  provideListing(listing: Listing): void;
  /** Counts one opening of a public list today. Of who opened it nothing is kept. */
  countView(unitId: string, batchId: string | null, reader: 'openly' | 'signedIn'): Promise<void>;
  viewsOfBatches(batchIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
  /** Views of a unit's own lists by business day, both ends included; days without any are missing. */
  viewsOfDays(
    unitId: string,
    from: string,
    until: string,
  ): Promise<{ day: string; openly: number; signedIn: number }[]>;
  routes(router: ApiRouter): void;
}

interface PublicityDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly people: Pick<People, 'byId' | 'ageBands'>;
  readonly audit: Pick<Audit, 'record'>;
}

interface Context extends PublicityDeps {
  readonly choices: Collection<ChoiceRecord>;
  readonly views: Collection<ViewRecord>;
  readonly listings: Listing[];
}

export function createPublicity(deps: PublicityDeps): Publicity {
  const context: Context = {
    ...deps,
    choices: choiceCollection(deps.db),
    views: viewCollection(deps.db),
    listings: [],
  };
  return {
    shownAs: (personIds) => allShownAs(context, personIds),
    provideListing: (listing) => context.listings.push(listing),
    countView: (unitId, batchId, reader) => countView(context, unitId, batchId, reader),
    viewsOfBatches: async (batchIds) => {
      const sum = { _id: '$batchId', views: { $sum: { $add: ['$openly', '$signedIn'] } } };
      const found = await context.views
        .aggregate<{ _id: string; views: number }>([{ $match: { batchId: { $in: [...batchIds] } } }, { $group: sum }])
        .toArray();
      return new Map(found.map(({ _id, views }) => [_id, views]));
    },
    viewsOfDays: (unitId, from, until) =>
      context.views
        .aggregate<{ day: string; openly: number; signedIn: number }>([
          { $match: { unitId, day: { $gte: from, $lte: until } } },
          { $group: { _id: '$day', openly: { $sum: '$openly' }, signedIn: { $sum: '$signedIn' } } },
          { $sort: { _id: 1 } },
          { $project: { _id: 0, day: '$_id', openly: 1, signedIn: 1 } },
        ])
        .toArray(),
    routes: (router) => choiceRoutes(router, context),
  };
}

async function allShownAs(
  { choices, people }: Context,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PublicityChoice>> {
  if (personIds.length === 0) return new Map();
  const [chosen, ages] = await Promise.all([
    choices.find({ _id: { $in: [...new Set(personIds)] } }, { projection: { choice: 1 } }).toArray(),
    people.ageBands(personIds),
  ]);
  const byId = new Map(chosen.map(({ _id, choice }) => [_id, choice]));
  return new Map(personIds.map((id) => [id, shownAs(byId.get(id) ?? PUBLICITY_CHOICE_DEFAULT, ages.get(id))]));
}

async function countView(
  { views, clock }: Context,
  unitId: string,
  batchId: string | null,
  reader: 'openly' | 'signedIn',
): Promise<void> {
  const day = businessDate(clock.now());
  const other = reader === 'openly' ? 'signedIn' : 'openly';
  const count = () =>
    views.updateOne(
      { _id: `${unitId}|${batchId ?? ''}|${day}` },
      { $inc: { [reader]: 1, [other]: 0 }, $setOnInsert: { unitId, batchId, day } },
      // A count that is lost with a power cut costs nobody anything: no reader waits for the journal.
      { upsert: true, writeConcern: { w: 1 } },
    );
  await count().catch((error: unknown) => {
    // Two were the first of the day at once.
    if (!isDuplicateKey(error)) throw error;
    return count();
  });
}

function choiceRoutes(router: ApiRouter, context: Context): void {
  const answer = async (personId: string) => {
    const [record, shown] = await Promise.all([
      context.choices.findOne({ _id: personId }),
      allShownAs(context, [personId]),
    ]);
    return {
      choice: record?.choice ?? PUBLICITY_CHOICE_DEFAULT,
      shownAs: shown.get(personId) ?? PUBLICITY_CHOICE_DEFAULT,
      version: record?.version ?? CHOICE_VERSION,
      chosenAt: record?.at.toISOString() ?? null,
    };
  };
  route(router, contract.ownChoice, ({ principal }) =>
    principal.actingPersonId === null ? refuse('registration_needed') : answer(principal.actingPersonId),
  );
  route(router, contract.chooseOwn, async ({ body, principal }) => {
    const person = principal.actingPersonId === null ? null : await context.people.byId(principal.actingPersonId);
    if (person === null) return refuse('registration_needed');
    return (await choose(context, principal, person, body.choice)) ?? answer(person.personId);
  });
  route(router, contract.choiceOf, async ({ params, principal }) => {
    const person = await personFor(context.people, principal, 'publicity.choose', params.personId);
    return isRefusal(person) ? person : answer(person.personId);
  });
  route(router, contract.chooseFor, async ({ params, body, principal }) => {
    const person = await personFor(context.people, principal, 'publicity.choose', params.personId);
    if (isRefusal(person)) return person;
    return (await choose(context, principal, person, body.choice)) ?? answer(person.personId);
  });
}

/** Writes down what somebody chose, with who wrote it; what is public of them now follows at once. */
async function choose(
  context: Context,
  principal: Principal,
  { personId, unitId }: Person,
  choice: PublicityChoice,
): Promise<Refusal | null> {
  const ages = await context.people.ageBands([personId]);
  const shown = shownAs(choice, ages.get(personId));
  if (choice === 'named' && shown !== 'named') return refuse('publicity_naming_minor');
  const chosen = { choice, version: CHOICE_VERSION, at: new Date(context.clock.now()), by: principal.userId };
  const last = { choice: '$choice', version: '$version', at: '$at', by: '$by' };
  const before = { $cond: [{ $eq: [{ $type: '$choice' }, 'missing'] }, [], [last]] };
  await context.choices.updateOne(
    { _id: personId },
    [
      {
        $set: {
          earlier: { $slice: [{ $concatArrays: [{ $ifNull: ['$earlier', []] }, before] }, 0 - EARLIER_KEPT] },
          ...chosen,
        },
      },
    ],
    { upsert: true },
  );
  for (const listing of context.listings) await listing(personId, shown !== 'hidden');
  const subject = { kind: 'person', id: personId };
  await context.audit.record({ principal, action: 'publicity.choose', subject, unitId, detail: { choice } });
  return null;
}
