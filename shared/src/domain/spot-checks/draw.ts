import type { Sha256 } from '../ledger/index.ts';

/** How much of a month's credits is looked at again. */
export interface SampleRule {
  readonly percent: number;
  readonly itemsMin: number;
  readonly itemsMax: number;
}

export const SAMPLE_RULE: SampleRule = { percent: 5, itemsMin: 5, itemsMax: 50 };

/** How many of a population are drawn: the per cent, not fewer and not more than the bounds, never more than there are. */
export function sampleSizeOf(population: number, { percent, itemsMin, itemsMax }: SampleRule): number {
  const wanted = Math.ceil((population * percent) / 100);
  return Math.min(population, Math.max(itemsMin, Math.min(itemsMax, wanted)));
}

const HEX = [...'0123456789abcdef'];
const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => `${HEX[byte >> 4]}${HEX[byte & 15]}`).join('');

/** The fingerprint of a population: SHA-256 of its ids in order, each followed by a line feed. Published before the seed can be known. */
export function populationRoot(sortedIds: readonly string[], sha256: Sha256): string {
  return hex(sha256(sortedIds.map((id) => `${id}\n`).join('')));
}

export interface SeedParts {
  readonly unitId: string;
  readonly month: string;
  readonly root: string;
  /** The public digest of the ledger of the day on which the population was fixed: made after that day's end. */
  readonly digest: string;
}

/** The seed of a draw. Nobody can know it while the population can still be changed, and everybody can make it afterwards. */
export function seedOf({ unitId, month, root, digest }: SeedParts, sha256: Sha256): string {
  return hex(sha256(JSON.stringify(['red-points-spot-check', 1, unitId, month, root, digest])));
}

/**
 * The seed of a sample of a closed statement. Its lines were fixed, with their fingerprint, on the day whose digest is used:
 * whoever closed it could not know what would be drawn, and everybody draws the same afterwards.
 */
export function statementSeedOf(
  { number, fingerprint, digest }: { readonly number: string; readonly fingerprint: string; readonly digest: string },
  sha256: Sha256,
): string {
  return hex(sha256(JSON.stringify(['red-points-statement-sample', 1, number, fingerprint, digest])));
}

/** Draws: each id is hashed behind the seed, and those with the smallest hashes are taken, the smallest first. */
export function drawOf(ids: readonly string[], seed: string, size: number, sha256: Sha256): string[] {
  return ids
    .map((id) => ({ id, rank: hex(sha256(`${seed}\n${id}`)) }))
    .sort((one, other) => (one.rank < other.rank ? -1 : 1))
    .slice(0, size)
    .map(({ id }) => id);
}
