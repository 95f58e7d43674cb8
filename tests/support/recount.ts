import type { ReportFigures } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';

const OFFSET_MS = 8 * 3_600_000;

/** The business day of an instant, by itself. */
export const dayOf = (instantMs: number): string => new Date(instantMs + OFFSET_MS).toISOString().slice(0, 10);

export interface RecountedPeriod {
  readonly from: string;
  readonly until: string;
  readonly knownOn: string;
  /** Whether people are counted in such a period. */
  readonly withPeople: boolean;
}

/**
 * Counts a period from the entries of some accounts of people, one by one and by other means than the roll-ups do: what
 * a report of these accounts' unit must say.
 */
export function recountPeriod(all: readonly LedgerEntry[], period: RecountedPeriod): ReportFigures {
  const known = all.filter((entry) => dayOf(entry.recordedAtMs) <= period.knownOn);
  const inPeriod = (entry: LedgerEntry) => {
    const day = dayOf(entry.effectiveAtMs);
    return day >= period.from && day <= period.until;
  };
  const upTo = known.filter((entry) => dayOf(entry.effectiveAtMs) <= period.until);
  const within = known.filter(inPeriod);
  const originalOf = (entry: LedgerEntry) =>
    all.find((other) => other.account === entry.account && other.seq === entry.refersTo);
  const isCredit = (entry: LedgerEntry) => entry.kind === 'earn';
  const undoesCredit = (entry: LedgerEntry) => entry.kind === 'reverse' && originalOf(entry)?.kind === 'earn';
  const isSpend = ({ kind }: LedgerEntry) => kind === 'spend' || kind === 'capture' || kind === 'refund';
  const undoesSpend = (entry: LedgerEntry) => {
    const original = originalOf(entry);
    return entry.kind === 'reverse' && original !== undefined && isSpend(original);
  };
  const points = (of: readonly LedgerEntry[]) => of.reduce((sum, entry) => sum + entry.points, 0);
  const credits = within.filter((entry) => isCredit(entry) || undoesCredit(entry));
  const issued = points(credits);
  const redeemed = 0 - points(within.filter((entry) => isSpend(entry) || undoesSpend(entry)));
  const expired = 0 - points(within.filter(({ kind }) => kind === 'expire'));
  const donated = 0 - points(within.filter((entry) => entry.kind === 'donate' || originalOf(entry)?.kind === 'donate'));
  const standing = known.filter(
    (entry) => isCredit(entry) && !known.some((other) => undoesCredit(other) && originalOf(other)?._id === entry._id),
  );
  const people = new Set(standing.filter(inPeriod).map(({ account }) => account)).size;
  return {
    subjects: subjectsOf(all, upTo),
    subjectsChange: subjectsOf(all, within),
    items: credits.reduce((sum, entry) => sum + (isCredit(entry) ? 1 : -1), 0),
    issued,
    redeemed,
    expired,
    donated,
    other: points(within) - issued + redeemed + expired + donated,
    outstandingChange: points(within),
    outstanding: points(upTo),
    minutes: within.reduce((sum, entry) => sum + entry.minutes, 0),
    people: period.withPeople ? people : null,
    times: period.withPeople ? standing.filter(inPeriod).length : null,
  };
}

/** An account becomes a subject by the entry after which its first credit stands, and ceases to be one by its reversal. */
function subjectsOf(all: readonly LedgerEntry[], counted: readonly LedgerEntry[]): ReportFigures['subjects'] {
  const before = (entry: LedgerEntry) =>
    all.find((other) => other.account === entry.account && other.seq === entry.seq - 1)?.state.items ?? 0;
  const change = (entry: LedgerEntry) => Math.sign(entry.state.items) - Math.sign(before(entry));
  return { person: counted.reduce((sum, entry) => sum + change(entry), 0), household: 0, organisation: 0 };
}
