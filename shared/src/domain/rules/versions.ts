/** What decides whether a version of a rule holds on a day. Dates are business dates `YYYY-MM-DD`. */
export interface VersionFacts {
  readonly version: number;
  readonly state: 'draft' | 'published' | 'retired';
  readonly validFrom: string;
  /** The last day, or null. */
  readonly validUntil: string | null;
  /** The day from which it holds no more because it was withdrawn, not superseded; or null. */
  readonly withdrawnOn: string | null;
}

/**
 * The version that prices an event of a business date: of those ever published, the newest that had begun by then.
 * A version superseded by a later one goes on pricing the days before the later one begins.
 * Null where none holds: not begun, run out, or withdrawn.
 */
export function versionInForce<V extends VersionFacts>(versions: readonly V[], date: string): V | null {
  let newest: V | null = null;
  for (const version of versions) {
    if (version.state === 'draft' || version.validFrom > date) continue;
    if (newest === null || version.version > newest.version) newest = version;
  }
  if (newest === null) return null;
  const ranOut = newest.validUntil !== null && date > newest.validUntil;
  const withdrawn = newest.withdrawnOn !== null && date >= newest.withdrawnOn;
  return ranOut || withdrawn ? null : newest;
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
