import {
  type publicity as contract,
  isRefusal,
  type ProblemCode,
  type PublicityBatch,
  type QueryOf,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { readableUntil } from '@red-points/shared/domain/publicity';
import type { Filter } from 'mongodb';
import { type DatePage, pageByDate } from '../http/date-pages.ts';
import type { OrgUnitView } from '../org-units/index.ts';
import type { CreditsDeps } from './deps.ts';
import { issuedBelow } from './issued-below.ts';
import { batchViews } from './list-batches.ts';
import type { CreditRecord } from './store.ts';

type PublicityList = ResponseOf<typeof contract.list>;
export type ListedCredit = PublicityList['items'][number];
type Listing = Omit<PublicityList, 'items' | 'nextCursor'> & DatePage<CreditRecord>;

const SHOWN: CreditRecord['state'][] = ['in_publicity', 'objected'];
const EVERY_STATE: CreditRecord['state'][] = ['in_publicity', 'objected', 'posted', 'refused'];

/** The masked list of what is in publicity in a unit and below, newest first, or of one batch. Children are not on it. */
export async function listPublicity(
  deps: CreditsDeps,
  query: QueryOf<typeof contract.list>,
): Promise<PublicityList | Refusal> {
  const listing = await pageOfPublicity(deps, query, 'openly');
  if (isRefusal(listing)) return listing;
  const { page, ...rest } = listing;
  return { ...rest, items: await linesOf(deps, page) };
}

/** One page of a public list with its totals; a first page counts as a view of it. */
export async function pageOfPublicity(
  deps: CreditsDeps,
  query: QueryOf<typeof contract.list>,
  reader: 'openly' | 'signedIn',
): Promise<Listing | Refusal> {
  const unit = await deps.orgUnits.get(query.unitId);
  if (unit === null) return refuse('unit_unknown');
  const found = query.batchId === undefined ? null : await readableBatch(deps, unit, query.batchId);
  if (typeof found === 'string') return refuse(found);
  const shown: Filter<CreditRecord> =
    found === null ? { ...(await issuedBelow(deps, unit.id)), state: { $in: SHOWN }, listed: true } : found.shown;
  const [page, totals] = await Promise.all([
    pageByDate(deps.credits, shown, { ...query, by: 'approvedAt', oldest: found !== null }),
    totalsOf(deps, shown),
  ]);
  if (isRefusal(page)) return page;
  if (query.cursor === undefined) await countView(deps, found?.batch ?? null, unit.id, reader);
  return {
    ...page,
    unitName: unit.name,
    total: totals.total,
    people: totals.people,
    points: totals.points,
    windowFrom: totals.windowFrom?.toISOString() ?? null,
    windowUntil: totals.windowUntil?.toISOString() ?? null,
    batch: found?.batch ?? null,
  };
}

/** Counted for the community whose list it is, also where somebody asked for it by their grid. */
function countView(
  { publicity }: CreditsDeps,
  batch: PublicityBatch | null,
  unitId: string,
  reader: 'openly' | 'signedIn',
): Promise<void> {
  return publicity.countView(batch?.unitId ?? unitId, batch?.batchId ?? null, reader);
}

/**
 * A batch as everybody may read it, with which of its lines: all of them until some days after its window, so that people see
 * what became of objections; then those alone that still wait for a decision.
 */
async function readableBatch(deps: CreditsDeps, unit: OrgUnitView, batchId: string) {
  const record = await deps.batches.findOne({ _id: batchId });
  const isOf = record !== null && (record.unitPath.includes(unit.id) || unit.ancestorIds.includes(record.unitId));
  if (record === null || !isOf) return 'publicity_batch_unknown' satisfies ProblemCode;
  const [batch] = await batchViews(deps, [record]);
  if (batch === undefined) throw new Error('a batch has no view');
  const isFresh = deps.clock.now() < readableUntil(record.windowUntil.getTime());
  if (!isFresh && batch.objected === 0) return 'publicity_over' satisfies ProblemCode;
  const states: CreditRecord['state'][] = isFresh ? EVERY_STATE : ['objected'];
  const shown: Filter<CreditRecord> = { batchId, listed: true, state: { $in: states } };
  return { batch, shown };
}

interface Totals {
  total: number;
  people: number;
  points: number;
  windowFrom: Date | null;
  windowUntil: Date | null;
}

async function totalsOf(deps: CreditsDeps, shown: Filter<CreditRecord>): Promise<Totals> {
  const perPerson = {
    _id: '$personId',
    total: { $sum: 1 },
    points: { $sum: { $cond: [{ $eq: ['$state', 'refused'] }, 0, '$points'] } },
    windowFrom: { $min: '$approvedAt' },
    windowUntil: { $max: '$publicUntil' },
  };
  const overall = {
    _id: null,
    people: { $sum: 1 },
    total: { $sum: '$total' },
    points: { $sum: '$points' },
    windowFrom: { $min: '$windowFrom' },
    windowUntil: { $max: '$windowUntil' },
  };
  const [totals] = await deps.credits
    .aggregate<Totals>([{ $match: shown }, { $group: perPerson }, { $group: overall }])
    .toArray();
  return totals ?? { total: 0, people: 0, points: 0, windowFrom: null, windowUntil: null };
}

/** Credits as the public list shows them: 姓+*, grid, activity, hours and points. */
export async function linesOf(deps: CreditsDeps, page: readonly CreditRecord[]): Promise<ListedCredit[]> {
  const [names, units] = await Promise.all([
    deps.people.names(page.map(({ personId }) => personId)),
    deps.orgUnits.names(page.map(({ homeUnit }) => homeUnit)),
  ]);
  return page.map((credit) => ({
    creditId: credit._id,
    maskedName: names.get(credit.personId)?.masked ?? '*',
    gridName: units.get(credit.homeUnit) ?? '—',
    title: credit.title,
    category: credit.category,
    date: businessDate(credit.effectiveAt.getTime()),
    minutes: credit.minutes,
    points: credit.points,
    state: credit.state,
    windowUntil: credit.publicUntil.toISOString(),
  }));
}
