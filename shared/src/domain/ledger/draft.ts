import { copyOptionalFields, type Effect, type EntryDraft } from './decision.ts';
import { assertState } from './state.ts';
import { applyEntry } from './transition.ts';
import type { AccountState, EntryContext, EntryKind } from './types.ts';

/** The entry that an effect makes of a state; asserts that the account is sound after it. */
export function draftOf(
  state: AccountState,
  context: EntryContext,
  kind: EntryKind,
  recordedAtMs: number,
  effect: Effect,
): EntryDraft {
  const { points, minutes, moved, owedChange, hold, capKeys, carried } = effect;
  const provenance = effect.provenance ?? null;
  const change = { kind, points, minutes, moved, hold, owedChange, capKeys, provenance, carried, recordedAtMs };
  const after = applyEntry(state, change);
  assertState(after, recordedAtMs);
  const draft: EntryDraft = {
    account: context.account,
    kind,
    points,
    minutes,
    counterparty: { kind: context.counterparty.kind, id: context.counterparty.id },
    source: { kind: context.source.kind, id: context.source.id },
    rule: effect.rule ?? null,
    category: effect.category ?? null,
    provenance,
    actors: context.actors.map(({ part, id }) => ({ part, id })),
    issuerUnit: context.issuerUnit,
    homeUnit: context.homeUnit,
    effectiveAtMs: context.effectiveAtMs,
    recordedAtMs,
    key: context.key,
    moved,
    owedChange,
    state: after,
  };
  copyOptionalFields(effect, draft);
  return draft;
}
