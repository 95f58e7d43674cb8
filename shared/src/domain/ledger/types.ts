/**
 * The stored shape of the ledger and the commands that produce it.
 *
 * One command makes exactly one entry of one account. An entry is never changed or deleted, so this
 * shape is settled for good: a later shape gets a new `schema` number and old entries are up-cast when read.
 *
 * Invariants that hold after every entry (asserted before a write, replayed by `ledger:verify`):
 *  - seq is 1, 2, 3 … without a gap
 *  - balance = Σ lots.points + Σ holds.points, all of them whole and never negative
 *  - Σ entry.points from the first entry on = state.balance − state.owed
 *  - owed > 0 only while no free lot is left
 *  - lots: one per expiry, sorted oldest expiry first, `null` (never expires) last, no lot of zero points
 */

/**
 * Schema numbers of entries. An entry is written with the lowest one that can hold it, so that its encoding, and every
 * hash made of it, stays what it was: 2 is an entry with `carried`, 1 is every other.
 */
export const ENTRY_SCHEMA = 1;
export const ENTRY_SCHEMA_CARRIED = 2;

/** The most points that a single entry may move. */
export const ENTRY_POINTS_MAX = 1_000_000;

/** The most holds an account may have open at once: the newest entry carries them all. */
export const OPEN_HOLDS_MAX = 20;

export const ENTRY_KINDS = [
  'earn',
  'hold',
  'capture',
  'release',
  'spend',
  'refund',
  'reverse',
  'expire',
  'adjust',
  'donate',
  'join',
  'close',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** 登记方式: how a credit is known. */
export const PROVENANCES = [
  'qr_rotating',
  'qr_static',
  'witnessed',
  'late',
  'backfilled',
  'imported',
  'claimed',
] as const;
export type Provenance = (typeof PROVENANCES)[number];

/** Points of one expiry. `expiresAtMs` is the first instant at which they are gone; null means never. */
export interface Lot {
  readonly expiresAtMs: number | null;
  readonly points: number;
}

/** Points set aside for a redemption, with the lots they came from. They cannot expire while held. */
export interface Hold {
  readonly id: string;
  readonly points: number;
  readonly lots: readonly Lot[];
  /** When the hold may be released by the time-out job. */
  readonly expiresAtMs: number;
}

/** The account after an entry. The newest entry's state *is* the account. */
export interface AccountState {
  readonly balance: number;
  /** A reversal's shortfall that later credits pay first. */
  readonly owed: number;
  /** Volunteer minutes; they never expire. */
  readonly minutes: number;
  readonly lots: readonly Lot[];
  readonly holds: readonly Hold[];
  /** What per-person caps have used, by cap key (`ZY-01:d:20261123`, `ZY-01:m:202611`, `ZY-01:y:2026`); stale ones are dropped. */
  readonly counters: Readonly<Record<string, number>>;
  /** Posted credits that stand (not reversed): 积分事项. */
  readonly items: number;
  /** Gross points of the credits that stand: 累计发放积分. */
  readonly earned: number;
  readonly closed: boolean;
}

/** The other side of an entry: every entry names one (promise 9). */
export interface Counterparty {
  readonly kind: 'issuance' | 'shop' | 'expiry' | 'account' | 'fund' | 'self';
  /** Unit id for issuance, expiry and fund; shop id; account id. */
  readonly id: string;
}

/** The record that this entry comes from; promise 6 and 9. */
export interface Source {
  readonly kind:
    | 'attendance'
    | 'claim'
    | 'import_row'
    | 'batch_item'
    | 'redemption'
    | 'entry'
    | 'expiry'
    | 'adjustment'
    | 'operation'
    | 'donation'
    | 'closing'
    | 'joining'
    | 'correction';
  readonly id: string;
}

export interface RuleReference {
  readonly code: string;
  readonly version: number;
}

/** Who did it, in which part, by opaque id: `filer`, `beneficiary`, `organiser`, `reviewer`, `approver`, `cashier`, `job` … */
export interface Actor {
  readonly part: string;
  readonly id: string;
}

/** What an entry has beside its amounts: the same for every kind of command. */
export interface EntryContext {
  readonly account: string;
  /** Unique per account; made from the source: `attendance:<id>`, `claim:<id>`, `redemption:<id>:capture`. */
  readonly key: string;
  readonly counterparty: Counterparty;
  readonly source: Source;
  readonly actors: readonly Actor[];
  /** The unit that issues or pays (a community). */
  readonly issuerUnit: string;
  /** Where the account's owner lived at that time (a grid or a community). */
  readonly homeUnit: string;
  /** When it happened; `recordedAtMs` is when it was written. */
  readonly effectiveAtMs: number;
}

/** When points are gone: end of the next calendar year (the default), N months, never, or at an instant they had before. */
export interface ExpiryPolicy {
  readonly kind: 'end_of_next_year' | 'months' | 'never' | 'at';
  readonly months?: number;
  /** For `at`: the first instant at which they are gone, in milliseconds. */
  readonly atMs?: number;
  /** Counted from when it happened or from when it was recorded (imports). */
  readonly from: 'effective' | 'recorded';
}

/** A cap of one rule, person and period. Points above it are not granted; minutes are. */
export interface Cap {
  /** `<rule code>:<d|w|m|y>:<business period>` */
  readonly key: string;
  readonly pointsMax: number;
}

export interface EarnCommand extends EntryContext {
  readonly kind: 'earn';
  /** Points before caps, whole, zero or more. */
  readonly points: number;
  readonly minutes: number;
  readonly category: string;
  readonly provenance: Provenance;
  readonly rule: RuleReference | null;
  readonly expiry: ExpiryPolicy;
  readonly caps: readonly Cap[];
}
export interface HoldCommand extends EntryContext {
  readonly kind: 'hold';
  readonly holdId: string;
  readonly points: number;
  readonly holdExpiresAtMs: number;
}
/** Ends a hold by spending all of it. */
export interface CaptureCommand extends EntryContext {
  readonly kind: 'capture';
  readonly holdId: string;
}
/** Ends a hold by giving its points back with the expiry they had. */
export interface ReleaseCommand extends EntryContext {
  readonly kind: 'release';
  readonly holdId: string;
}
export interface SpendCommand extends EntryContext {
  readonly kind: 'spend';
  readonly points: number;
}
/** Gives back points of a capture or spend, in part or whole, with the expiry they had; never more than it took. */
export interface RefundCommand extends EntryContext {
  readonly kind: 'refund';
  readonly originalSeq: number;
  readonly points: number;
}
/** Undoes one entry whole. A credit already spent becomes `owed`; held points are never taken. */
export interface ReverseCommand extends EntryContext {
  readonly kind: 'reverse';
  readonly originalSeq: number;
}
/** Takes every free lot that is due at `now`. Refused with `nothing_due` when none is. */
export interface ExpireCommand extends EntryContext {
  readonly kind: 'expire';
}
/** A correction that two persons agreed on; positive or negative. */
export interface AdjustCommand extends EntryContext {
  readonly kind: 'adjust';
  readonly points: number;
  readonly minutes: number;
  readonly expiry: ExpiryPolicy;
  /** The entry of this account that it corrects; absent where that lies in an account that was joined into this one. */
  readonly originalSeq?: number;
}
export interface DonateCommand extends EntryContext {
  readonly kind: 'donate';
  readonly points: number;
}
export interface CloseCommand extends EntryContext {
  readonly kind: 'close';
}

export type LedgerCommand =
  | EarnCommand
  | HoldCommand
  | CaptureCommand
  | ReleaseCommand
  | SpendCommand
  | RefundCommand
  | ReverseCommand
  | ExpireCommand
  | AdjustCommand
  | DonateCommand
  | CloseCommand;

/** What two linked entries of two accounts have in common. Written both or neither. */
export interface PairContext {
  /** The account that gives, and the one that receives. */
  readonly from: string;
  readonly to: string;
  /** Unique per account, and the same on both. */
  readonly key: string;
  readonly source: Source;
  readonly actors: readonly Actor[];
  readonly issuerUnit: string;
  readonly homeUnits: { readonly from: string; readonly to: string };
  readonly effectiveAtMs: number;
}
/** Moves all that an account has to another one of the same owner, its debt too, and closes it. */
export interface JoinPairCommand extends PairContext {
  readonly kind: 'join';
}
/** Gives points to another account, an organisation's, with the expiry they have. */
export interface DonatePairCommand extends PairContext {
  readonly kind: 'donate';
  readonly points: number;
}
export type PairCommand = JoinPairCommand | DonatePairCommand;

/** What a joined account takes along: its standing credits and what its caps have used. Amounts never negative. */
export interface Carried {
  readonly direction: 'out' | 'in';
  readonly items: number;
  readonly earned: number;
  readonly counters: Readonly<Record<string, number>>;
}

/** One append-only entry. Field order is fixed by the canonical encoding, not by this type. */
export interface LedgerEntry {
  /** Sortable scalar made from account and seq in one function (`entryId`). */
  readonly _id: string;
  readonly account: string;
  readonly seq: number;
  readonly schema: number;
  readonly kind: EntryKind;
  /** Signed whole points: the change of balance − owed. Zero for hold, release and close. */
  readonly points: number;
  /** Signed whole volunteer minutes. */
  readonly minutes: number;
  readonly counterparty: Counterparty;
  readonly source: Source;
  readonly rule: RuleReference | null;
  readonly category: string | null;
  readonly provenance: Provenance | null;
  readonly actors: readonly Actor[];
  readonly issuerUnit: string;
  readonly homeUnit: string;
  readonly effectiveAtMs: number;
  /** max(now, previous.recordedAtMs) */
  readonly recordedAtMs: number;
  readonly key: string;
  /** Points asked for before caps, where caps gave less; else absent. */
  readonly requestedPoints?: number;
  /** The lots this entry took from or gave to, as positive points. */
  readonly moved: readonly Lot[];
  /** For hold, capture and release: which hold and how many points. */
  readonly hold?: { readonly id: string; readonly points: number; readonly expiresAtMs: number };
  /** For refund, reverse and adjust: the seq of the entry they refer to. Corrections posted before they named it lack it. */
  readonly refersTo?: number;
  /** The caps that were counted, so that a reversal can give them back. */
  readonly capKeys?: readonly string[];
  /** For join, and there always: what beside points and minutes left or came. Schema 2. */
  readonly carried?: Carried;
  /** Gross change of `owed`: positive when a shortfall was recorded, negative when a credit paid it. */
  readonly owedChange: number;
  readonly state: AccountState;
  /** SHA-256 over previous hash ‖ SHA-256(canonical content); hex or binary as the store keeps it. */
  readonly hash: string;
}

/** Why a command was refused. Each has a row in the problem table as `ledger_<code>`. */
export const LEDGER_REFUSALS = [
  'insufficient_points',
  'points_not_whole',
  'points_out_of_range',
  'nothing_to_post',
  'cap_reached',
  'cap_period_closed',
  'hold_exists',
  'hold_unknown',
  'holds_too_many',
  'original_unknown',
  'not_refundable',
  'refund_exceeds_original',
  'not_reversible',
  'reversal_not_reversible',
  'already_reversed',
  'corrected',
  'correction_exceeds_original',
  'correction_minutes',
  'nothing_due',
  'account_closed',
  'account_not_empty',
  'account_has_holds',
  'lots_due',
  'key_reused',
] as const;
export type LedgerRefusalCode = (typeof LEDGER_REFUSALS)[number];

export interface LedgerRefusal {
  readonly code: LedgerRefusalCode;
  /** Amounts that a message can name, e.g. `{available: 8, asked: 12}`. */
  readonly detail?: Readonly<Record<string, number | string>>;
}
