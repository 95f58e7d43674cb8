import type { Refusal } from '@red-points/shared/contracts';
import type { Connection } from 'mongoose';
import type { ApiRouter } from '../http/route.ts';
import type { Clock } from '../platform/clock.ts';
import { type CreateUnit, createUnit } from './create.ts';
import { orgUnitRoutes } from './routes.ts';
import { type OrgUnitRecord, type OrgUnitView, orgUnitModel, viewOf } from './store.ts';

export interface OrgUnits {
  /** Every unit by its id. From memory; at most a few seconds old where another process changed it. */
  all(): Promise<ReadonlyMap<string, OrgUnitView>>;
  get(unitId: string): Promise<OrgUnitView | null>;
  /** Root first, the unit itself last; null where there is no such unit. */
  pathOf(unitId: string): Promise<readonly string[] | null>;
  /** Names of units by id, unknown ones left out. */
  names(unitIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** `望澜区 / 栖禾街道 / 锦绣社区` as a list. */
  pathNames(unitId: string): Promise<string[]>;
  /** The community that a unit is or lies in; null above communities. */
  communityOf(unitId: string): Promise<OrgUnitView | null>;
  /** The unit and everything below it, parents before children. */
  below(unitId: string): Promise<OrgUnitView[]>;
  /** Adds a unit; used by the API, the demo generator and tests. */
  create(input: CreateUnit): Promise<OrgUnitView | Refusal>;
  /** Reads the tree anew at the next question. */
  forget(): void;
  routes(router: ApiRouter): void;
}

export interface OrgUnitsDeps {
  readonly connection: Connection;
  readonly clock: Clock;
}

/** A change in another process is seen after this long at most, in milliseconds. */
const CACHE_MS = 3_000;

export function createOrgUnits(deps: OrgUnitsDeps): OrgUnits {
  const model = orgUnitModel(deps.connection);
  let cached: Promise<ReadonlyMap<string, OrgUnitView>> | null = null;
  let staleAtMs = 0;

  /** Only the process's own timer counts here: a clock that tests set must not keep the tree for ever. */
  const all = (): Promise<ReadonlyMap<string, OrgUnitView>> => {
    if (cached === null || performance.now() >= staleAtMs) {
      const read = model.find().lean<OrgUnitRecord[]>().exec();
      const fresh = read.then((records) => new Map(records.map((record) => [record._id, viewOf(record)])));
      fresh.catch(() => orgUnits.forget());
      cached = fresh;
      staleAtMs = performance.now() + CACHE_MS;
    }
    return cached;
  };

  const orgUnits: OrgUnits = {
    all,
    get: async (unitId) => (await all()).get(unitId) ?? null,
    pathOf: async (unitId) => (await all()).get(unitId)?.ancestorIds ?? null,
    names: async (unitIds) => {
      const units = await all();
      return new Map(unitIds.flatMap((id) => (units.has(id) ? [[id, units.get(id)?.name ?? '']] : [])));
    },
    pathNames: async (unitId) => {
      const units = await all();
      return (units.get(unitId)?.ancestorIds ?? []).map((id) => units.get(id)?.name ?? id);
    },
    communityOf: async (unitId) => {
      const units = await all();
      const path = units.get(unitId)?.ancestorIds ?? [];
      return path.map((id) => units.get(id)).find((unit) => unit?.kind === 'community') ?? null;
    },
    below: async (unitId) => {
      const found = [...(await all()).values()].filter((unit) => unit.ancestorIds.includes(unitId));
      return found.sort((a, b) => (a.ancestorIds.join('/') < b.ancestorIds.join('/') ? -1 : 1));
    },
    create: async (input) => {
      orgUnits.forget();
      const created = await createUnit({ model, clock: deps.clock, all }, input);
      orgUnits.forget();
      return created;
    },
    forget: () => {
      cached = null;
    },
    routes: (router) => orgUnitRoutes(router, { model, orgUnits }),
  };
  return orgUnits;
}
