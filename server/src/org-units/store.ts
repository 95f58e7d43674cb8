import type { OrgUnit } from '@red-points/shared/contracts';
import { UNIT_LEVELS, type UnitKind } from '@red-points/shared/domain/org-units';
import type { Db } from 'mongodb';
import { type Connection, type Model, Schema } from 'mongoose';
import { ensureCollection } from '../platform/database.ts';

const COLLECTION = 'org_units';

/** A unit as it is stored. `ancestorIds` is its path: root first, itself last. */
export interface OrgUnitRecord {
  _id: string;
  name: string;
  kind: UnitKind;
  parentId: string | null;
  ancestorIds: string[];
  exclusive: boolean;
  centreName: string | null;
  createdAt: Date;
  version: number;
}

/** A unit as other nouns and the API see it. */
export type OrgUnitView = Readonly<OrgUnit> & { readonly version: number };

export function viewOf(record: OrgUnitRecord): OrgUnitView {
  const { _id, name, kind, parentId, ancestorIds, exclusive, centreName, version } = record;
  return { id: _id, name, kind, parentId, ancestorIds, exclusive, centreName, version };
}

const schema = new Schema<OrgUnitRecord>(
  {
    _id: { type: String, required: true },
    name: { type: String, required: true },
    kind: { type: String, enum: UNIT_LEVELS, required: true },
    parentId: { type: String, default: null },
    ancestorIds: { type: [String], required: true },
    exclusive: { type: Boolean, required: true },
    centreName: { type: String, default: null },
    createdAt: { type: Date, required: true },
    version: { type: Number, required: true },
  },
  { collection: COLLECTION, versionKey: false, strict: 'throw' },
);

export type OrgUnitModel = Model<OrgUnitRecord>;

export function orgUnitModel(connection: Connection): OrgUnitModel {
  return connection.model<OrgUnitRecord>('OrgUnit', schema);
}

/** Paths by unit, root first, for checks that have no more than a database. */
export async function unitPathsOf(db: Db): Promise<Map<string, readonly string[]>> {
  const units = await db
    .collection<OrgUnitRecord>(COLLECTION)
    .find({}, { projection: { ancestorIds: 1 } })
    .toArray();
  return new Map(units.map(({ _id, ancestorIds }) => [_id, ancestorIds]));
}

/** Makes the collection of units. */
export async function ensureOrgUnits(db: Db): Promise<void> {
  await ensureCollection(db, { name: COLLECTION, indexes: [{ key: { ancestorIds: 1 } }, { key: { parentId: 1 } }] });
}
