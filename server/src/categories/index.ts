import {
  type BodyOf,
  categories as contract,
  isRefusal,
  type Refusal,
  type RuleCategory,
  refuse,
} from '@red-points/shared/contracts';
import { type CategoryFacts, categoriesWith, RESERVED_CATEGORY_CODES } from '@red-points/shared/domain/categories';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Collection, Db } from 'mongodb';
import type { Audit } from '../audit/index.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import type { Clock } from '../platform/clock.ts';
import { ensureCollection, isDuplicateKey } from '../platform/database.ts';

const COLLECTION = 'categories';

interface CategoryRecord extends CategoryFacts {
  _id: string;
  version: number;
  changedAt: Date;
  changedBy: string;
}

/** The categories of the scheme: a short list that the whole installation shares. */
export interface Categories {
  /** All of them in order, those not offered any more included. */
  all(): Promise<RuleCategory[]>;
  /** Whether rules may be written in it. */
  offers(code: string): Promise<boolean>;
  routes(router: ApiRouter): void;
}

export interface CategoriesDeps {
  readonly db: Db;
  readonly clock: Clock;
  readonly audit: Pick<Audit, 'record'>;
}

/** Makes the collection of what was changed of the list. */
export async function ensureCategories(db: Db): Promise<void> {
  await ensureCollection(db, { name: COLLECTION, indexes: [] });
}

export function createCategories(deps: CategoriesDeps): Categories {
  const records = deps.db.collection<CategoryRecord>(COLLECTION);
  // A short list without history: read whole.
  const all = async () => categoriesWith(await records.find().toArray()).map(viewOf);
  return {
    all,
    offers: async (code) => (await all()).some((category) => category.code === code && category.active),
    routes: (router) => {
      publicRoute(router, contract.list, async () => ({ items: await all() }));
      route(router, contract.add, ({ body, principal }) => addCategory(deps, records, principal, body));
      route(router, contract.change, ({ params, body, principal }) =>
        changeCategory(deps, records, principal, params.code, body),
      );
    },
  };
}

function viewOf(category: CategoryFacts | CategoryRecord): RuleCategory {
  const { code, titleZh, titleEn, icon, order, active } = category;
  return { code, titleZh, titleEn, icon, order, active, version: 'version' in category ? category.version : 0 };
}

async function addCategory(
  deps: CategoriesDeps,
  records: Collection<CategoryRecord>,
  principal: Principal,
  body: BodyOf<typeof contract.add>,
): Promise<RuleCategory | Refusal> {
  if (RESERVED_CATEGORY_CODES.includes(body.code)) return refuse('category_reserved');
  if (categoriesWith([]).some(({ code }) => code === body.code)) return refuse('category_exists');
  return insert(deps, records, principal, 'categories.add', { ...body, version: 1 });
}

/** Changes a category on the version that was read: 0 for one of the starting list that nobody has changed yet. */
async function changeCategory(
  deps: CategoriesDeps,
  records: Collection<CategoryRecord>,
  principal: Principal,
  code: string,
  { version, ...fields }: BodyOf<typeof contract.change>,
): Promise<RuleCategory | Refusal> {
  const known = categoriesWith(await records.find().toArray());
  if (!known.some((category) => category.code === code)) return refuse('category_not_found');
  if (!fields.active && known.every((category) => category.code === code || !category.active)) {
    return refuse('category_last');
  }
  const next = { code, ...fields, version: version + 1 };
  if (version === 0) {
    const inserted = await insert(deps, records, principal, 'categories.change', next);
    return isRefusal(inserted) ? refuse('version_conflict') : inserted;
  }
  const changed = await records.findOneAndUpdate(
    { _id: code, version },
    { $set: { ...next, changedAt: new Date(deps.clock.now()), changedBy: principal.userId } },
    { returnDocument: 'after' },
  );
  if (changed === null) return refuse('version_conflict');
  await trace(deps, principal, 'categories.change', code);
  return viewOf(changed);
}

async function insert(
  deps: CategoriesDeps,
  records: Collection<CategoryRecord>,
  principal: Principal,
  action: string,
  category: CategoryFacts & { version: number },
): Promise<RuleCategory | Refusal> {
  const record = {
    ...category,
    _id: category.code,
    changedAt: new Date(deps.clock.now()),
    changedBy: principal.userId,
  };
  try {
    await records.insertOne(record);
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('category_exists');
    throw error;
  }
  await trace(deps, principal, action, category.code);
  return viewOf(record);
}

async function trace({ audit }: CategoriesDeps, principal: Principal, action: string, code: string): Promise<void> {
  await audit.record({ principal, action, subject: { kind: 'category', id: code }, unitId: null });
}
