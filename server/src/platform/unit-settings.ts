import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from './database.ts';
import { together } from './together.ts';

interface UnitSettingRecord<T> {
  /** The unit. */
  _id: string;
  /** Null where the unit goes by those above again. */
  value: T | null;
  version: number;
  changedAt: Date;
  changedBy: string;
}

export interface SettingInForce<T> {
  readonly value: T;
  /** The unit that set it; null where nobody has. */
  readonly unitId: string | null;
}

/** A setting that a unit makes for itself and all below it: the nearest counts, or what all of them come to together. */
export interface UnitSettings<T> {
  /** What counts at the end of a path, root first. */
  inForce(unitPath: readonly string[]): Promise<SettingInForce<T>>;
  /** Of the unit's own setting; 0 while it has none. */
  version(unitId: string): Promise<number>;
  /** Sets it; false where somebody else changed it since that version. */
  set(unitId: string, value: T | null, change: { version: number; at: Date; by: string }): Promise<boolean>;
}

/**
 * @param standard what counts where nobody has set anything
 * @param combine what several units of one path come to, root first; the nearest one's where it is left out
 */
export function unitSettings<T>(
  db: Db,
  collection: string,
  standard: T,
  combine: (set: readonly T[]) => T | undefined = (set) => set.at(-1),
): UnitSettings<T> {
  const records: Collection<UnitSettingRecord<T>> = db.collection(collection);
  return {
    inForce: async (unitPath) => {
      const found = await together(db).find<UnitSettingRecord<T>>(collection, { _id: { $in: [...unitPath] } } as never);
      const byUnit = new Map(found.map(({ _id, value }) => [_id, value]));
      const unitId = unitPath.findLast((id) => (byUnit.get(id) ?? null) !== null) ?? null;
      const set = unitPath.flatMap((id) => byUnit.get(id) ?? []);
      return { value: (set.length === 0 ? undefined : combine(set)) ?? standard, unitId };
    },
    version: async (unitId) => (await records.findOne({ _id: unitId } as never))?.version ?? 0,
    set: async (unitId, value, { version, at, by }) => {
      const change = { value, version: version + 1, changedAt: at, changedBy: by };
      try {
        const filter = { _id: unitId, version };
        const set = await records.updateOne(filter as never, { $set: change } as never, { upsert: version === 0 });
        return set.matchedCount + set.upsertedCount === 1;
      } catch (error) {
        // The first setting of a unit that has one already.
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
  };
}
