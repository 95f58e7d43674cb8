import { copyOptionalFields, type EntryDraft } from './decision.ts';
import { chainHash, contentHashOf, type Sha256 } from './encoding.ts';
import {
  ENTRY_SCHEMA,
  ENTRY_SCHEMA_CARRIED,
  type EntryContext,
  type LedgerCommand,
  type LedgerEntry,
} from './types.ts';

/** The most entries an account can have: what the number in an id, padded to ten digits, has room for. */
export const SEQ_MAX = 9_999_999_999;
const ACCOUNT_PATTERN = /^[A-Za-z0-9_-]{1,64}$/;

/** The id of an account's entry: ids of one account sort by seq, and no other account's lie between them. */
export function entryId(account: string, seq: number): string {
  if (!Number.isSafeInteger(seq) || seq < 1 || seq > SEQ_MAX) throw new RangeError(`no entry can have seq ${seq}`);
  // Ten digits behind a one that is cut off: the shortest way to pad them.
  return accountPrefix(account) + String(SEQ_MAX + 1 + seq).slice(1);
}

/** The account of an entry, from an id that `entryId` made. */
export function accountOfEntryId(id: string): string {
  return id.slice(0, id.lastIndexOf(':'));
}

/** The number of an entry in its account, from an id that `entryId` made. */
export function seqOfEntryId(id: string): number {
  return Number(id.slice(id.lastIndexOf(':') + 1));
}

/** The ids of all entries of an account below `beforeSeq`, as a range of `_id`. */
export function entryIdRange(account: string, beforeSeq?: number): { $gt: string; $lt: string } {
  // ';' is the character after ':', so the range holds every number of this account and nothing else.
  const prefix = accountPrefix(account);
  return { $gt: prefix, $lt: beforeSeq === undefined ? `${prefix.slice(0, -1)};` : entryId(account, beforeSeq) };
}

/** Whether a text can be an account's id: 1 to 64 of A-Z a-z 0-9 _ -. */
export function isAccountId(text: string): boolean {
  return ACCOUNT_PATTERN.test(text);
}

function accountPrefix(account: string): string {
  if (!isAccountId(account)) throw new TypeError('an account id is 1 to 64 of A-Z a-z 0-9 _ -');
  return `${account}:`;
}

/** When an entry decided now is recorded: never before the entry it follows. */
export function recordedAfter(nowMs: number, previousRecordedAtMs: number): number {
  return Math.max(nowMs, previousRecordedAtMs);
}

/** Gives a draft its place in the account's history. The hash comes back in hex in the entry, and as bytes beside it. */
export function sealEntry(
  draft: EntryDraft,
  seq: number,
  previousHash: Uint8Array,
  sha256: Sha256,
): { entry: LedgerEntry; hash: Uint8Array } {
  const entry = placed(draft, seq);
  const hash = chainHash(previousHash, contentHashOf(entry, sha256), sha256);
  entry.hash = hexOf(hash);
  return { entry, hash };
}

type EntryInTheMaking = { -readonly [F in keyof LedgerEntry]: LedgerEntry[F] };

/** The entry of a draft, its hash yet to be made. */
function placed(draft: EntryDraft, seq: number): EntryInTheMaking {
  const entry: EntryInTheMaking = {
    _id: entryId(draft.account, seq),
    account: draft.account,
    seq,
    schema: draft.carried === undefined ? ENTRY_SCHEMA : ENTRY_SCHEMA_CARRIED,
    kind: draft.kind,
    points: draft.points,
    minutes: draft.minutes,
    counterparty: draft.counterparty,
    source: draft.source,
    rule: draft.rule,
    category: draft.category,
    provenance: draft.provenance,
    actors: draft.actors,
    issuerUnit: draft.issuerUnit,
    homeUnit: draft.homeUnit,
    effectiveAtMs: draft.effectiveAtMs,
    recordedAtMs: draft.recordedAtMs,
    key: draft.key,
    moved: draft.moved,
    owedChange: draft.owedChange,
    state: draft.state,
    hash: '',
  };
  copyOptionalFields(draft, entry);
  return entry;
}

const HEX_DIGITS = [...'0123456789abcdef'].map((digit) => digit.charCodeAt(0));

/** The characters of one hash; made once. */
const hexCodes: number[] = Array.from({ length: 64 }, () => 0);

function hexOf(hash: Uint8Array): string {
  let at = 0;
  for (const byte of hash) {
    hexCodes[at++] = HEX_DIGITS[byte >> 4] ?? 0;
    hexCodes[at++] = HEX_DIGITS[byte & 0xf] ?? 0;
  }
  return String.fromCharCode(...hexCodes);
}

/** Reads a stored entry of any schema as today's. Entries are never migrated. */
export function upcast(entry: LedgerEntry): LedgerEntry {
  // Schema 2 only adds a field that schema 1 lacks: both read the same.
  if (entry.schema === ENTRY_SCHEMA || entry.schema === ENTRY_SCHEMA_CARRIED) return entry;
  throw new TypeError(`an entry of schema ${entry.schema} was written by a newer version of this programme`);
}

/**
 * True where `command` asks for what `entry` recorded: the same kind, amounts, source and other side. When it
 * happened and who did it may differ between a request and its repetition.
 */
export function isRepetition(entry: LedgerEntry, command: LedgerCommand): boolean {
  return entry.kind === command.kind && sameSides(entry, command) && sameAmounts(entry, command);
}

/** True where two commands under one key ask for the same. */
export function isSameRequest(one: LedgerCommand, other: LedgerCommand): boolean {
  return (
    one.kind === other.kind && sameSides(one, other) && JSON.stringify(asked(one)) === JSON.stringify(asked(other))
  );
}

type Sides = Pick<EntryContext, 'source' | 'counterparty'>;

function sameSides(one: Sides, other: Sides): boolean {
  return (
    one.source.kind === other.source.kind &&
    one.source.id === other.source.id &&
    one.counterparty.kind === other.counterparty.kind &&
    one.counterparty.id === other.counterparty.id
  );
}

function sameAmounts(entry: LedgerEntry, command: LedgerCommand): boolean {
  switch (command.kind) {
    case 'earn':
      return (entry.requestedPoints ?? entry.points) === command.points && entry.minutes === command.minutes;
    case 'hold':
      return entry.hold?.id === command.holdId && entry.hold.points === command.points;
    case 'capture':
    case 'release':
      return entry.hold?.id === command.holdId;
    case 'spend':
    case 'donate':
      return entry.points === 0 - command.points;
    case 'refund':
      return entry.refersTo === command.originalSeq && entry.points === command.points;
    case 'reverse':
      return entry.refersTo === command.originalSeq;
    case 'adjust':
      return entry.points === command.points && entry.minutes === command.minutes;
    case 'expire':
    case 'close':
      return true;
    default:
      return unknownCommand(command);
  }
}

function asked(command: LedgerCommand): unknown[] {
  switch (command.kind) {
    case 'earn':
    case 'adjust':
      return [command.points, command.minutes];
    case 'hold':
      return [command.holdId, command.points];
    case 'capture':
    case 'release':
      return [command.holdId];
    case 'spend':
    case 'donate':
      return [command.points];
    case 'refund':
      return [command.originalSeq, command.points];
    case 'reverse':
      return [command.originalSeq];
    case 'expire':
    case 'close':
      return [];
    default:
      return unknownCommand(command);
  }
}

function unknownCommand(command: never): never {
  throw new TypeError(`unknown command ${JSON.stringify(command)}`);
}
