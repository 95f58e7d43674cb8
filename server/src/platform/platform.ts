import type { Db } from 'mongodb';
import type { Connection } from 'mongoose';
import type { RunningConfig } from '../config.ts';
import type { Clock } from './clock.ts';
import type { Ids } from './ids.ts';
import type { JobRunner } from './jobs.ts';
import type { Keys } from './keys.ts';
import type { Logger } from './logger.ts';
import type { Metrics } from './metrics.ts';
import type { PersonalData } from './personal-data.ts';

/** What lies below every noun. */
export interface Platform {
  readonly config: RunningConfig;
  /** The driver's database. */
  readonly db: Db;
  /** For Mongoose models. */
  readonly connection: Connection;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly keys: Keys;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly jobs: JobRunner;
  readonly personalData: PersonalData;
}
