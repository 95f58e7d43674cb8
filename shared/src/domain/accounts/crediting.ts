/**
 * Whose account the earnings of a household's members go to (积分记入): each person's own, or the household's.
 * `inherit` takes a unit's own setting back: what the unit above says counts again.
 */
export const CREDITED_TO = ['person', 'household', 'inherit'] as const;
export type CreditedTo = (typeof CREDITED_TO)[number];

/** What a unit set, from a business date on. Settings are added and never changed: what counted on a day stays known. */
export interface CreditingSetting {
  readonly unitId: string;
  readonly creditedTo: CreditedTo;
  readonly from: string;
  /** When it was decided, in milliseconds: of two for one day, the later counts. */
  readonly decidedAtMs: number;
}

export interface CreditingInForce {
  readonly creditedTo: 'person' | 'household';
  /** The unit whose setting counts; null where none ever said anything. */
  readonly unitId: string | null;
  readonly from: string | null;
}

const NOT_SAID: CreditingInForce = { creditedTo: 'person', unitId: null, from: null };

/**
 * What counts in a unit on a business date: the newest setting of the nearest unit that has one.
 * @param unitPath root first, the unit itself last
 */
export function creditingOn(
  settings: readonly CreditingSetting[],
  unitPath: readonly string[],
  date: string,
): CreditingInForce {
  for (const unitId of unitPath.toReversed()) {
    const newest = newestOf(settings.filter((setting) => setting.unitId === unitId && setting.from <= date));
    if (newest !== null && newest.creditedTo !== 'inherit') {
      return { creditedTo: newest.creditedTo, unitId, from: newest.from };
    }
  }
  return NOT_SAID;
}

function newestOf(settings: readonly CreditingSetting[]): CreditingSetting | null {
  let newest: CreditingSetting | null = null;
  for (const setting of settings) {
    const later =
      newest === null ||
      setting.from > newest.from ||
      (setting.from === newest.from && setting.decidedAtMs > newest.decidedAtMs);
    if (later) newest = setting;
  }
  return newest;
}
