import { EVIDENCE_LINES_MAX, type Refusal, refuse, type SettlementEvidence } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { drawOf, sampleSizeOf, statementSeedOf } from '@red-points/shared/domain/spot-checks';
import { sha256 } from '../../platform/sha256.ts';
import { readLines } from '../close.ts';
import type { StatementRecord } from '../store.ts';
import type { EvidenceDeps } from './deps.ts';

export interface DrawnSample {
  readonly sample: SettlementEvidence['sample'];
  /** In the order of the draw. */
  readonly lineIds: readonly string[];
  /** Every line as it went into the fingerprint, in its order: whoever has them draws again. */
  readonly population: readonly string[];
}

/**
 * Draws from a closed statement. Nothing is kept: the lines and their fingerprint are fixed at closing, the seed is made of
 * that and of the day's digest, and so the same lines come out whenever and for whomever it is drawn.
 * @param size lines; what the unit's rule for spot checks asks for where it is missing
 */
export async function drawSample(
  deps: Pick<EvidenceDeps, 'store' | 'digests' | 'sampleRule'>,
  statement: StatementRecord,
  size: number | undefined,
): Promise<DrawnSample | Refusal> {
  const { _id, number, unitPath, closed, fingerprint } = statement;
  if (closed === null || fingerprint === null) return refuse('evidence_not_closed');
  const seedDay = businessDate(closed.at.getTime());
  const digest = await deps.digests.ofDay(seedDay);
  if (digest === null) return refuse('evidence_seed_not_yet', { day: seedDay });
  const [read, rule] = await Promise.all([readLines(deps.store, _id), deps.sampleRule(unitPath)]);
  if (read.ids.length === 0) return refuse('evidence_empty');
  const sizeMax = Math.min(EVIDENCE_LINES_MAX, read.ids.length);
  const suggested = Math.min(sizeMax, sampleSizeOf(read.ids.length, rule));
  const wanted = Math.min(sizeMax, size ?? suggested);
  const seed = statementSeedOf({ number, fingerprint, digest }, sha256);
  return {
    sample: {
      population: read.ids.length,
      size: wanted,
      suggested,
      sizeMax,
      fingerprint,
      fingerprintHolds: read.fingerprint === fingerprint,
      seedDay,
      digest,
      seed,
    },
    lineIds: drawOf(read.ids, seed, wanted, sha256),
    population: read.texts,
  };
}
