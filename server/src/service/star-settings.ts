import { type Refusal, refuse, type StarSettings } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { areStarHours, STAR_HOURS } from '@red-points/shared/domain/service';
import type { Db } from 'mongodb';
import { isDuplicateKey } from '../platform/database.ts';

interface StarSettingsRecord {
  _id: 'stars';
  hours: number[];
  version: number;
  changedAt: Date;
  changedBy: string;
}

/** How long another process may go by the hours of before. */
const KEPT_MS = 5_000;

/** The hours of the star levels, for the whole installation: a level means the same wherever somebody serves. */
export interface StarLevels {
  /** Hours of one to five stars. Known for some seconds: pages ask all the time. */
  hours(): Promise<readonly number[]>;
  settings(): Promise<StarSettings>;
  set(principal: Principal, wanted: StarSettings): Promise<StarSettings | Refusal>;
}

export function createStarLevels({ db, clock }: { db: Db; clock: { now(): number } }): StarLevels {
  const records = db.collection<StarSettingsRecord>('service_settings');
  let known: { readonly settings: StarSettings; readonly untilMs: number } | null = null;
  const remember = (settings: StarSettings): StarSettings => {
    known = { settings, untilMs: performance.now() + KEPT_MS };
    return settings;
  };
  const settings = async (): Promise<StarSettings> => {
    const found = await records.findOne({ _id: 'stars' });
    return remember({ hours: [...(found?.hours ?? STAR_HOURS)], version: found?.version ?? 0 });
  };
  return {
    hours: async () => (known !== null && performance.now() < known.untilMs ? known.settings : await settings()).hours,
    settings,
    set: async (principal, { hours, version }) => {
      if (!areStarHours(hours)) return refuse('star_hours_invalid');
      const changed = {
        hours: [...hours],
        version: version + 1,
        changedAt: new Date(clock.now()),
        changedBy: principal.userId,
      };
      try {
        // The first change finds nothing, and of two first changes one meets the other's document.
        await records.updateOne({ _id: 'stars', version }, { $set: changed }, { upsert: version === 0 });
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        return refuse('star_settings_changed');
      }
      const now = await settings();
      const mine = now.version === version + 1 && hours.every((level, at) => now.hours[at] === level);
      return mine ? now : refuse('star_settings_changed');
    },
  };
}
