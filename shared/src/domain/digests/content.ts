import { ENTRY_KINDS, type EntryKind, isAccountId, type RuleReference } from '../ledger/index.ts';

/** What a receipt's content says of its entry. */
export interface ReceiptEntry {
  readonly account: string;
  readonly seq: number;
  readonly kind: EntryKind;
  readonly points: number;
  readonly minutes: number;
  /** Points of the hold that it opens or ends; null for other kinds. */
  readonly holdPoints: number | null;
  readonly rule: RuleReference | null;
  readonly effectiveAtMs: number;
  readonly recordedAtMs: number;
}

/** Places in the canonical content; they are the same in every schema, for later ones add at the end. */
const PLACES = {
  account: 1,
  seq: 2,
  kind: 3,
  points: 4,
  minutes: 5,
  rule: 8,
  effectiveAt: 14,
  recordedAt: 15,
  hold: 19,
};

/** Reads the canonical text of an entry (see the ledger's encoding); null where it is none. */
export function readContent(text: string): ReceiptEntry | null {
  const fields = parsed(text);
  if (fields === null) return null;
  const [account, seq, kind] = [fields[PLACES.account], fields[PLACES.seq], fields[PLACES.kind]];
  const numbers = [PLACES.points, PLACES.minutes, PLACES.effectiveAt, PLACES.recordedAt].map((place) => fields[place]);
  const [points, minutes, effectiveAtMs, recordedAtMs] = numbers;
  if (typeof account !== 'string' || !isAccountId(account) || !isKind(kind)) return null;
  if (!isWhole(seq) || !isWhole(points) || !isWhole(minutes) || !isWhole(effectiveAtMs) || !isWhole(recordedAtMs)) {
    return null;
  }
  const [rule, hold] = [pairOf(fields[PLACES.rule]), pairOf(fields[PLACES.hold])];
  return {
    account,
    seq,
    kind,
    points,
    minutes,
    holdPoints: hold === null ? null : hold[1],
    rule: rule === null ? null : { code: rule[0], version: rule[1] },
    effectiveAtMs,
    recordedAtMs,
  };
}

function parsed(text: string): unknown[] | null {
  try {
    const fields: unknown = JSON.parse(text);
    // A text that is written in another way than the canonical one is not what was hashed.
    return Array.isArray(fields) && JSON.stringify(fields) === text ? fields : null;
  } catch {
    return null;
  }
}

/** A name and a number at the beginning of an array, as rules and holds are written. */
function pairOf(value: unknown): [string, number] | null {
  if (!Array.isArray(value)) return null;
  const [name, number] = value as unknown[];
  return typeof name === 'string' && isWhole(number) ? [name, number] : null;
}

function isKind(value: unknown): value is EntryKind {
  return (ENTRY_KINDS as readonly unknown[]).includes(value);
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}
