import { ENTRY_SCHEMA_CARRIED } from '@red-points/shared/domain/ledger';
import type { StoredEntry } from './collection.ts';

const ENTRY_FIELDS = new Set([
  ...['_id', 'account', 'seq', 'schema', 'kind', 'points', 'minutes', 'counterparty', 'source', 'rule', 'category'],
  ...['provenance', 'actors', 'issuerUnit', 'homeUnit', 'effectiveAtMs', 'recordedAtMs', 'key', 'requestedPoints'],
  ...['moved', 'hold', 'refersTo', 'capKeys', 'carried', 'owedChange', 'state', 'hash'],
]);
const STATE_FIELDS = new Set([
  ...['balance', 'owed', 'minutes', 'lots', 'holds', 'counters', 'items', 'earned', 'closed'],
]);
const CARRIED_FIELDS = new Set(['direction', 'items', 'earned', 'counters']);
const LOT_FIELDS = new Set(['expiresAtMs', 'points']);
const SIDE_FIELDS = new Set(['kind', 'id']);
const RULE_FIELDS = new Set(['code', 'version']);
const ACTOR_FIELDS = new Set(['part', 'id']);
const ENTRY_HOLD_FIELDS = new Set(['id', 'points', 'expiresAtMs']);
const STATE_HOLD_FIELDS = new Set(['id', 'points', 'lots', 'expiresAtMs']);

/** True where a stored entry has no field that its hash would not cover. */
export function hasOnlyKnownFields(stored: StoredEntry): boolean {
  const { counterparty, source, rule, actors, moved, hold, carried, state } = stored;
  return (
    within(stored, ENTRY_FIELDS) &&
    within(counterparty, SIDE_FIELDS) &&
    within(source, SIDE_FIELDS) &&
    (rule === null || within(rule, RULE_FIELDS)) &&
    actors.every((actor) => within(actor, ACTOR_FIELDS)) &&
    moved.every((lot) => within(lot, LOT_FIELDS)) &&
    (hold === undefined || within(hold, ENTRY_HOLD_FIELDS)) &&
    // The hash covers this field from schema 2 on.
    (carried === undefined) === stored.schema < ENTRY_SCHEMA_CARRIED &&
    (carried === undefined || within(carried, CARRIED_FIELDS)) &&
    within(state, STATE_FIELDS) &&
    state.lots.every((lot) => within(lot, LOT_FIELDS)) &&
    state.holds.every((open) => within(open, STATE_HOLD_FIELDS) && open.lots.every((lot) => within(lot, LOT_FIELDS)))
  );
}

function within(value: object, fields: ReadonlySet<string>): boolean {
  return Object.keys(value).every((field) => fields.has(field));
}
