import { type BodyOf, type reviewOffice as contract, type Refusal, refuse } from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { type ReviewSettings, reviewSettingsOf } from '@red-points/shared/domain/reviews';
import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';
import type { ReviewsDeps } from './deps.ts';

export const REVIEW_SETTINGS_COLLECTION = 'review_settings';

/** What one unit set; it holds below it too, unless set there. */
export interface ReviewSettingsRecord extends ReviewSettings {
  /** The unit. */
  _id: string;
  setBy: string;
  setAt: Date;
  version: number;
}

export type ReviewSettingsCollection = Collection<ReviewSettingsRecord>;

export function reviewSettingsCollection(db: Db): ReviewSettingsCollection {
  return db.collection<ReviewSettingsRecord>(REVIEW_SETTINGS_COLLECTION);
}

/** What holds for items of a path. */
export type SettingsFor = (unitPath: readonly string[]) => ReturnType<typeof reviewSettingsOf>;

/** What holds for any of these paths, by one query. */
export async function settingsOf(
  deps: Pick<ReviewsDeps, 'settings'>,
  paths: readonly (readonly string[])[],
): Promise<SettingsFor> {
  const unitIds = [...new Set(paths.flat())];
  const set = await deps.settings.find({ _id: { $in: unitIds } }).toArray();
  const byUnit = new Map(set.map((record) => [record._id, record]));
  return (unitPath) => reviewSettingsOf(unitPath, byUnit);
}

/** Reads what holds for any of some paths, for nouns beside reviews. */
export function reviewSettingsReader(db: Db): (paths: readonly (readonly string[])[]) => Promise<SettingsFor> {
  const settings = reviewSettingsCollection(db);
  return (paths) => settingsOf({ settings }, paths);
}

/** Sets how a unit reviews, on the version that was read. What waits is looked at again by it. */
export async function setSettings(
  deps: ReviewsDeps,
  principal: Principal,
  unitId: string,
  { version, ...settings }: BodyOf<typeof contract.set>,
): Promise<null | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'reviews.configure', { unitPath })) return refuse('out_of_scope');
  const next = { ...settings, setBy: principal.userId, setAt: new Date(deps.clock.now()) };
  try {
    const isNew = version === 0;
    if (isNew) await deps.settings.insertOne({ _id: unitId, ...next, version: 1 });
    else {
      const change = { $set: { ...next, version: version + 1 } };
      const { matchedCount } = await deps.settings.updateOne({ _id: unitId, version }, change);
      if (matchedCount === 0) return refuse('version_conflict');
    }
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('version_conflict');
    throw error;
  }
  await deps.audit.record({
    principal,
    action: 'reviews.configure',
    subject: { kind: 'review_settings', id: unitId },
    unitId,
    detail: { serviceDays: settings.serviceDays, secondApprovalFrom: settings.secondApprovalFrom ?? 0 },
  });
  for (const { store } of deps.sources.values()) await store.reassess(unitId);
  return null;
}
