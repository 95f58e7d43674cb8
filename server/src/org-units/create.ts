import { type Refusal, refuse } from '@red-points/shared/contracts';
import { mayHangBelow, pathBelow, type UnitKind } from '@red-points/shared/domain/org-units';
import type { Clock } from '../platform/clock.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { type OrgUnitModel, type OrgUnitRecord, type OrgUnitView, viewOf } from './store.ts';

export interface CreateUnit {
  readonly id: string;
  readonly name: string;
  readonly kind: UnitKind;
  readonly parentId: string | null;
  readonly exclusive?: boolean;
  readonly centreName?: string | null;
}

interface CreateUnitDeps {
  readonly model: OrgUnitModel;
  readonly clock: Clock;
  readonly all: () => Promise<ReadonlyMap<string, OrgUnitView>>;
}

/** Adds a unit below its parent. Refuses an unknown or unfitting parent and a code that is taken. */
export async function createUnit(deps: CreateUnitDeps, input: CreateUnit): Promise<OrgUnitView | Refusal> {
  const units = await deps.all();
  const parent = input.parentId === null ? null : units.get(input.parentId);
  if (parent === undefined || !mayHangBelow(input.kind, parent)) return refuse('unit_parent_invalid');
  const record: OrgUnitRecord = {
    _id: input.id,
    name: input.name,
    kind: input.kind,
    parentId: input.parentId,
    ancestorIds: pathBelow(input.id, parent),
    exclusive: input.exclusive ?? false,
    centreName: input.centreName ?? null,
    createdAt: new Date(deps.clock.now()),
    version: 1,
  };
  try {
    await deps.model.create([record]);
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('unit_exists');
    throw error;
  }
  return viewOf(record);
}
