/** The emergency set is switched in from a day on, and out from another (平战切换). */
export const EMERGENCY_TURNS = ['in', 'out'] as const;
export type EmergencyTurn = (typeof EMERGENCY_TURNS)[number];

/** What a unit decided. Decisions are added and never changed: what held on a day stays known. */
export interface EmergencyDecision {
  readonly unitId: string;
  readonly turn: EmergencyTurn;
  /** The first business date on which it counts. */
  readonly from: string;
  /** Of two for one day, the later counts. */
  readonly decidedAtMs: number;
  /** Rules that do not hold meanwhile, such as gatherings. */
  readonly suspendedCodes: readonly string[];
}

export interface EmergencyOn {
  /** The units whose switch is in: the unit itself or above it. */
  readonly unitIds: readonly string[];
  /** The first day of the longest of them. */
  readonly since: string;
  readonly suspendedCodes: readonly string[];
}

/**
 * Whether an emergency is on in a unit on a business date: its own switch, or that of any unit above it, is in.
 * @param unitPath root first, the unit itself last
 */
export function emergencyOn(
  decisions: readonly EmergencyDecision[],
  unitPath: readonly string[],
  date: string,
): EmergencyOn | null {
  const on: EmergencyDecision[] = [];
  for (const unitId of unitPath) {
    const newest = newestOf(decisions.filter((each) => each.unitId === unitId && each.from <= date));
    if (newest !== null && newest.turn === 'in') on.push(newest);
  }
  const [first] = on;
  if (first === undefined) return null;
  return {
    unitIds: on.map(({ unitId }) => unitId),
    since: on.reduce((earliest, { from }) => (from < earliest ? from : earliest), first.from),
    suspendedCodes: [...new Set(on.flatMap(({ suspendedCodes }) => suspendedCodes))].sort(),
  };
}

function newestOf(decisions: readonly EmergencyDecision[]): EmergencyDecision | null {
  let newest: EmergencyDecision | null = null;
  for (const decision of decisions) {
    const later =
      newest === null ||
      decision.from > newest.from ||
      (decision.from === newest.from && decision.decidedAtMs > newest.decidedAtMs);
    if (later) newest = decision;
  }
  return newest;
}
