import { addDays } from '../calendar/index.ts';

export const RULE_SETS = ['ordinary', 'emergency'] as const;
/** The scheme of every day, or the one that is switched in for an emergency (平战切换). */
export type RuleSet = (typeof RULE_SETS)[number];

/** What decides whether a version of a rule holds on a day. Dates are business dates `YYYY-MM-DD`. */
export interface VersionFacts {
  readonly version: number;
  /** `draft` also for one that was set aside before it was published. */
  readonly state: 'draft' | 'published' | 'retired';
  readonly validFrom: string;
  /** The last day, or null. */
  readonly validUntil: string | null;
  /** The day from which it holds no more because it was withdrawn, not superseded; or null. */
  readonly withdrawnOn: string | null;
  /** Ordinary unless said. */
  readonly ruleSet?: RuleSet;
}

/**
 * The version that prices an event of a business date: of those ever published, the newest that had begun by then.
 * A version superseded by a later one goes on pricing the days before the later one begins; one that was called off before
 * it began never was. Null where none holds: not begun, run out, or withdrawn.
 * @param emergency whether the emergency set is switched in: then an emergency version comes before the ordinary one
 */
export function versionInForce<V extends VersionFacts>(
  versions: readonly V[],
  date: string,
  emergency = false,
): V | null {
  if (emergency) {
    const found = holding(versions, date, 'emergency');
    if (found !== null) return found;
  }
  return holding(versions, date, 'ordinary');
}

function holding<V extends VersionFacts>(versions: readonly V[], date: string, ruleSet: RuleSet): V | null {
  const newest = newestBegun(versions, date, ruleSet);
  if (newest === null) return null;
  const ranOut = newest.validUntil !== null && date > newest.validUntil;
  const withdrawn = newest.withdrawnOn !== null && date >= newest.withdrawnOn;
  return ranOut || withdrawn ? null : newest;
}

function newestBegun<V extends VersionFacts>(versions: readonly V[], date: string, ruleSet: RuleSet): V | null {
  let newest: V | null = null;
  for (const version of versions) {
    if ((version.ruleSet ?? 'ordinary') !== ruleSet) continue;
    if (version.state === 'draft' || version.validFrom > date || neverBegan(version)) continue;
    if (newest === null || version.version > newest.version) newest = version;
  }
  return newest;
}

function neverBegan({ withdrawnOn, validFrom }: VersionFacts): boolean {
  return withdrawnOn !== null && withdrawnOn < validFrom;
}

/**
 * Where a version stands on a day.
 * - `scheduled`: published, begins later; `in_force`: prices what happens on that day
 * - `standby`: an emergency version while no emergency is on; `suspended`: an ordinary one while an emergency version
 *   of the same rule holds in its place
 * - `superseded` by a newer version, `ended` on its last day, `withdrawn`
 */
export const VERSION_PHASES = [
  'draft',
  'scheduled',
  'in_force',
  'standby',
  'suspended',
  'superseded',
  'ended',
  'withdrawn',
] as const;
export type VersionPhase = (typeof VERSION_PHASES)[number];

/** Where a version stands on a day, among all versions of its rule. */
export function phaseOf(
  version: VersionFacts,
  versions: readonly VersionFacts[],
  date: string,
  emergency = false,
): VersionPhase {
  if (version.state === 'draft') return 'draft';
  if (version.withdrawnOn !== null && (date >= version.withdrawnOn || neverBegan(version))) return 'withdrawn';
  if (version.validFrom > date) return isOvertaken(version, versions) ? 'superseded' : 'scheduled';
  const ruleSet = version.ruleSet ?? 'ordinary';
  if (newestBegun(versions, date, ruleSet)?.version !== version.version) return 'superseded';
  if (version.validUntil !== null && date > version.validUntil) return 'ended';
  if (versionInForce(versions, date, emergency)?.version === version.version) return 'in_force';
  return ruleSet === 'emergency' ? 'standby' : 'suspended';
}

/** The last day on which a version holds, as far as that is decided; null while nothing ends it. */
export function lastDayOf(version: VersionFacts, versions: readonly VersionFacts[]): string | null {
  const ends = versions
    .filter(
      (other) =>
        other.version > version.version &&
        other.state !== 'draft' &&
        (other.ruleSet ?? 'ordinary') === (version.ruleSet ?? 'ordinary') &&
        !neverBegan(other),
    )
    .map(({ validFrom }) => addDays(validFrom, -1));
  if (version.validUntil !== null) ends.push(version.validUntil);
  if (version.withdrawnOn !== null) ends.push(addDays(version.withdrawnOn, -1));
  return ends.length === 0 ? null : ends.reduce((first, day) => (day < first ? day : first));
}

/** A newer version that begins no later: this one will never hold. */
function isOvertaken(version: VersionFacts, versions: readonly VersionFacts[]): boolean {
  return versions.some(
    (other) =>
      other.version > version.version &&
      other.state !== 'draft' &&
      (other.ruleSet ?? 'ordinary') === (version.ruleSet ?? 'ordinary') &&
      !neverBegan(other) &&
      other.validFrom <= version.validFrom,
  );
}

/** Why terms cannot stand together, by field; empty where they can. */
export function contradictions(terms: {
  readonly pointsMinPerEvent: number;
  readonly pointsMaxPerEvent: number | null;
  readonly validFrom: string;
  readonly validUntil: string | null;
}): ('pointsMaxPerEvent' | 'validUntil')[] {
  const fields: ('pointsMaxPerEvent' | 'validUntil')[] = [];
  if (terms.pointsMaxPerEvent !== null && terms.pointsMaxPerEvent < terms.pointsMinPerEvent) {
    fields.push('pointsMaxPerEvent');
  }
  if (terms.validUntil !== null && terms.validUntil < terms.validFrom) fields.push('validUntil');
  return fields;
}
