import type {
  AccountState,
  CaptureCommand,
  DebtPart,
  EntryKind,
  HoldCommand,
  LedgerCommand,
  LedgerEntry,
  LedgerRefusal,
  PairCommand,
} from '@red-points/shared/domain/ledger';
import type { ClientSession } from 'mongodb';
import type { Share } from './shares.ts';

export type { Share } from './shares.ts';

/**
 * What came of posting one command.
 * `repeated` is true when the same key had been posted before: the entry is the first one.
 */
export type PostOutcome =
  | { readonly status: 'posted'; readonly entry: LedgerEntry; readonly repeated: boolean }
  | { readonly status: 'refused'; readonly refusal: LedgerRefusal };

/** What came of posting two linked entries. `repeated` as for one. */
export type PairOutcome =
  | { readonly status: 'posted'; readonly from: LedgerEntry; readonly to: LedgerEntry; readonly repeated: boolean }
  | { readonly status: 'refused'; readonly refusal: LedgerRefusal };

/** Points that are set aside and spent in the same instant: two entries, as if one had followed the other. */
export interface Spending {
  readonly hold: HoldCommand;
  readonly capture: CaptureCommand;
}

/** The entries of a spending. */
export interface Spent {
  readonly held: LedgerEntry;
  readonly captured: LedgerEntry;
}

/** What others write in the same transaction. Each part says whether it found all as it must be; false undoes everything. */
export interface WrittenBeside {
  /** Needs nothing of the entries: written while the account is read. */
  readonly before: (session: ClientSession) => Promise<boolean>;
  readonly after: (session: ClientSession, spent: Spent) => Promise<boolean>;
}

/** An account as of now: its newest state with what the clock makes of it. */
export interface AccountView {
  readonly account: string;
  /** 0 where the account has no entry yet. */
  readonly seq: number;
  readonly state: AccountState;
  /** Free points that are not due: what can be spent now. */
  readonly available: number;
  /** Points in open holds. */
  readonly held: number;
}

/** An account as it was at a past instant. */
export interface PastAccountView extends AccountView {
  readonly atMs: number;
  /** The entry whose state it was; null where there was none yet. */
  readonly entry: LedgerEntry | null;
}

/** What the entries of one kind come to. */
export interface KindTotals {
  readonly kind: EntryKind;
  readonly entries: number;
  /** Signed, as entries have them. */
  readonly points: number;
  /** The part of them that is above zero: what came. The rest went. */
  readonly gained: number;
  readonly minutes: number;
  readonly owedChange: number;
}

export interface StatementQuery {
  /** Only entries below this seq; absent for the newest page. */
  readonly beforeSeq?: number;
  /** Only entries above this seq; absent for a history from its first entry. */
  readonly afterSeq?: number;
  /** 1 to 200. */
  readonly limit: number;
  readonly kinds?: readonly EntryKind[];
}

export interface StatementPage {
  /** Newest first. */
  readonly entries: readonly LedgerEntry[];
  /** Pass as `beforeSeq` for the next page; null at the end. */
  readonly nextBeforeSeq: number | null;
}

/**
 * The only writer of point transactions.
 *
 * `post` resolves once the entry is majority-committed and journaled, or refused on the newest state.
 * It throws `OutcomeUnknownError` (HTTP 503 `outcome_unknown`) when that could not be settled in time: ask
 * again with the same key. It throws `LedgerBusyError` (503 `ledger_busy`) when the queue is full; nothing was written then.
 */
export interface Ledger {
  post(command: LedgerCommand): Promise<PostOutcome>;
  /** Posts two linked entries of two accounts, both or neither; resolves and throws as `post` does. */
  postPair(command: PairCommand): Promise<PairOutcome>;
  /**
   * Sets points aside and spends them in one transaction with what is written beside them: tried once, null where anything was in
   * the way. Then nothing is written, and `post` says what it was. Throws OutcomeUnknownError as `post` does.
   */
  spendAtOnce(spending: Spending, beside: WrittenBeside): Promise<Spent | null>;
  /** Newest state by majority read from the primary; one query. */
  view(account: string): Promise<AccountView>;
  /** Newest states of many accounts in one query, in the order asked. */
  views(accounts: readonly string[]): Promise<AccountView[]>;
  /**
   * An account as it was at an instant: what had been recorded by then, without the lots that were due by then. Reads a
   * few entries, however long the history. A past instant's answer never changes.
   */
  asOf(account: string, instantMs: number): Promise<PastAccountView>;
  statement(account: string, query: StatementQuery): Promise<StatementPage>;
  /** What the entries from after `afterSeq` to `untilSeq` come to, by kind. Reads each of them: bound their number. */
  totals(account: string, afterSeq: number, untilSeq: number): Promise<KindTotals[]>;
  /** The same by the person whom entries name in one of these parts. */
  shares(account: string, afterSeq: number, untilSeq: number, parts: readonly string[]): Promise<Share[]>;
  entry(account: string, seq: number): Promise<LedgerEntry | null>;
  entryByKey(account: string, key: string): Promise<LedgerEntry | null>;
  /** Entries by id in one query, in the order asked; unknown ids are left out. */
  entries(ids: readonly string[]): Promise<LedgerEntry[]>;
  /** Which entries a debt comes from, newest first; `owed` is what the account owes now. Nothing is read where that is 0. */
  debts(account: string, owed: number): Promise<DebtPart[]>;
  /** Refunds and reversals that refer to an entry, oldest first. */
  referringTo(account: string, seq: number): Promise<LedgerEntry[]>;
  /** Stops taking commands and waits for those in flight. */
  close(): Promise<void>;
}

/** The write may or may not have happened; the same key asked again tells. */
export class OutcomeUnknownError extends Error {
  readonly code = 'outcome_unknown';
}

/** Too many commands are waiting; nothing was written. */
export class LedgerBusyError extends Error {
  readonly code = 'ledger_busy';
}
