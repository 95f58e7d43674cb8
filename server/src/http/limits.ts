import { type Refusal, refuse } from '@red-points/shared/contracts';
import type { Response } from 'express';
import type { Db } from 'mongodb';
import { RateLimiterMemory, RateLimiterMongo, RateLimiterRes } from 'rate-limiter-flexible';
import { ensureCollection } from '../platform/database.ts';
import type { Keys } from '../platform/keys.ts';

const COLLECTION = 'rate_limits';

/** Makes the collection of shared limits; documents leave it by themselves. */
export async function ensureRateLimits(db: Db): Promise<void> {
  await ensureCollection(db, {
    name: COLLECTION,
    indexes: [
      { key: { expire: -1 }, expireAfterSeconds: 0 },
      { key: { key: 1 }, unique: true },
    ],
  });
}

/** A limit that all processes share, kept in the database: for what can be guessed or costs money. */
export interface SharedLimit {
  /** Takes one of the allowed attempts; `rate_limited` with the seconds to wait where none is left. */
  take(key: string): Promise<Refusal | null>;
  /** Gives one taken attempt back: it turned out to be rightful. */
  giveBack(key: string): Promise<void>;
  /** Forgets the attempts of a key, after a success. */
  forgive(key: string): Promise<void>;
}

export interface SharedLimitOptions {
  /** Unique name, part of the key. */
  readonly name: string;
  /** Attempts allowed within the period. */
  readonly attemptsMax: number;
  readonly periodSeconds: number;
}

/** Makes limits in the database. Keys are stored as a keyed hash: an address or phone number is never kept. */
export function createSharedLimits(deps: { db: Db; keys: Keys }): (options: SharedLimitOptions) => SharedLimit {
  return ({ name, attemptsMax, periodSeconds }) => {
    const limiter = new RateLimiterMongo({
      storeClient: deps.db,
      tableName: COLLECTION,
      keyPrefix: name,
      points: attemptsMax,
      duration: periodSeconds,
      disableIndexesCreation: true,
    });
    const hashed = (key: string) => deps.keys.mac('phone-index', `limit:${name}:${key}`).toString('base64url');
    return {
      take: async (key) => {
        try {
          await limiter.consume(hashed(key));
          return null;
        } catch (error) {
          if (error instanceof RateLimiterRes) return refuse('rate_limited', { seconds: secondsUntil(error) });
          throw error;
        }
      },
      giveBack: async (key) => {
        await limiter.reward(hashed(key));
      },
      forgive: async (key) => {
        await limiter.delete(hashed(key));
      },
    };
  };
}

function secondsUntil(state: RateLimiterRes): number {
  return Math.max(1, Math.ceil(state.msBeforeNext / 1000));
}

const PERIOD_SECONDS = 60;

/** The limit of general routes, counted in the process: a database write per request would cost more than the request. */
export interface GeneralLimit {
  /** Counts one request of a caller and sets the RateLimit headers; a refusal where there were too many. */
  count(caller: string, res: Response): Promise<Refusal | null>;
}

/** @param requestsMax per caller and minute; 0 for no limit */
export function createGeneralLimit(requestsMax: number): GeneralLimit {
  if (requestsMax === 0) return { count: async () => null };
  const limiter = new RateLimiterMemory({ points: requestsMax, duration: PERIOD_SECONDS });
  const policy = `"general";q=${requestsMax};w=${PERIOD_SECONDS}`;
  return {
    count: async (caller, res) => {
      const outcome = await limiter.consume(caller).catch((state: unknown) => state);
      if (!(outcome instanceof RateLimiterRes)) throw outcome;
      res.set('RateLimit-Policy', policy);
      res.set('RateLimit', `"general";r=${outcome.remainingPoints};t=${secondsUntil(outcome)}`);
      const exceeded = outcome.consumedPoints > requestsMax;
      return exceeded ? refuse('rate_limited', { seconds: secondsUntil(outcome) }) : null;
    },
  };
}
