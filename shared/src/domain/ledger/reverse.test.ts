import { describe, expect, test } from 'vitest';
import {
  type AccountState,
  decide,
  type EntryDraft,
  emptyState,
  type LedgerCommand,
  type LedgerEntry,
  type OriginalFacts,
  type ReverseCommand,
  sealEntry,
  touchedBy,
  UNTOUCHED,
} from './index.ts';

const NOW = Date.UTC(2026, 10, 23, 4);
const context = {
  account: 'a',
  counterparty: { kind: 'issuance', id: 'jinxiu' },
  source: { kind: 'claim', id: 'c1' },
  actors: [{ part: 'reviewer', id: 'r' }],
  issuerUnit: 'jinxiu',
  homeUnit: 'jinxiu-g1',
  effectiveAtMs: NOW,
} as const;

function earn(key: string, points: number): LedgerCommand {
  return {
    ...context,
    kind: 'earn',
    key,
    points,
    minutes: 0,
    category: 'culture',
    provenance: 'claimed',
    rule: null,
    expiry: { kind: 'end_of_next_year', from: 'effective' },
    caps: [],
  };
}

function reverse(originalSeq: number): ReverseCommand {
  return { ...context, kind: 'reverse', key: `reverse:${originalSeq}`, originalSeq };
}

/** One account in memory: posts what is decided, and fails where it is refused. */
function account() {
  let state: AccountState = emptyState;
  const entries: LedgerEntry[] = [];
  const factsOf = (seq: number | undefined): OriginalFacts | undefined => {
    const entry = entries[(seq ?? 0) - 1];
    if (entry === undefined) return undefined;
    const later = entries.filter(({ refersTo }) => refersTo === seq);
    return { entry, ...later.reduce(touchedBy, UNTOUCHED) };
  };
  const ask = (command: LedgerCommand) =>
    decide(state, command, NOW, 'originalSeq' in command ? factsOf(command.originalSeq) : undefined);
  const post = (command: LedgerCommand): EntryDraft => {
    const decision = ask(command);
    if (decision.kind === 'refused') throw new Error(decision.refusal.code);
    const hashed = () => new Uint8Array(32);
    entries.push({ ...sealEntry(decision.draft, entries.length + 1, hashed(), hashed).entry, hash: '' });
    state = decision.draft.state;
    return decision.draft;
  };
  return { ask, post };
}

describe('a reversal', () => {
  test('is refused with its own code the second time, and for a reversal', () => {
    const { ask, post } = account();
    post(earn('claim:1', 10));
    post(reverse(1));
    expect(ask(reverse(1))).toMatchObject({ refusal: { code: 'already_reversed', detail: { seq: 1 } } });
    expect(ask(reverse(2))).toMatchObject({ refusal: { code: 'reversal_not_reversible', detail: { seq: 2 } } });
  });

  test('is refused where a correction changed the entry, and a correction where the entry was reversed', () => {
    const { ask, post } = account();
    post(earn('claim:1', 100));
    const expiry = { kind: 'end_of_next_year', from: 'recorded' } as const;
    const correct = (originalSeq: number, points: number) =>
      ({ ...context, kind: 'adjust', key: `adjust:${originalSeq}`, points, minutes: 0, expiry, originalSeq }) as const;
    expect(post(correct(1, -90))).toMatchObject({ points: -90, refersTo: 1, state: { balance: 10, owed: 0 } });
    expect(ask(reverse(1))).toMatchObject({ refusal: { code: 'corrected', detail: { seq: 1 } } });
    post(earn('claim:2', 5));
    post(reverse(3));
    expect(ask(correct(3, 2))).toMatchObject({ refusal: { code: 'already_reversed', detail: { seq: 3 } } });
    expect(ask(correct(9, 2))).toMatchObject({ refusal: { code: 'original_unknown', detail: { seq: 9 } } });
    // The reversal itself may be wrong; it is what one corrects then.
    expect(post(correct(4, 5))).toMatchObject({ refersTo: 4, state: { balance: 15 } });
  });

  test('is refused for the other kinds that stand', () => {
    const { ask, post } = account();
    post(earn('claim:1', 10));
    post({ ...context, kind: 'hold', key: 'h', holdId: 'h', points: 3, holdExpiresAtMs: NOW });
    post({ ...context, kind: 'release', key: 'h:release', holdId: 'h' });
    post({ ...context, kind: 'spend', key: 's', points: 4 });
    post({ ...context, kind: 'refund', key: 's:refund', originalSeq: 4, points: 1 });
    for (const seq of [2, 3, 5]) expect(ask(reverse(seq))).toMatchObject({ refusal: { code: 'not_reversible' } });
    expect(ask(reverse(6))).toMatchObject({ refusal: { code: 'original_unknown' } });
  });

  test('of spent points leaves a debt that later credits, refunds and releases pay before anything is free', () => {
    const { post } = account();
    post(earn('claim:1', 10));
    post({ ...context, kind: 'spend', key: 's', points: 7 });
    expect(post(reverse(1))).toMatchObject({ points: -10, owedChange: 7, state: { balance: 0, owed: 7 } });
    expect(post(earn('claim:2', 3))).toMatchObject({ points: 3, owedChange: -3, state: { balance: 0, owed: 4 } });
    const refund = { ...context, kind: 'refund', key: 's:refund', originalSeq: 2, points: 2 } as const;
    expect(post(refund)).toMatchObject({ owedChange: -2, state: { balance: 0, owed: 2 } });
    expect(post(earn('claim:3', 5))).toMatchObject({ owedChange: -2, state: { balance: 3, owed: 0 } });
  });

  test('never takes held points: they stay held beside the debt, and pay it when they are released', () => {
    const { post } = account();
    post(earn('claim:1', 10));
    post({ ...context, kind: 'hold', key: 'h', holdId: 'h', points: 6, holdExpiresAtMs: NOW });
    expect(post(reverse(1))).toMatchObject({ owedChange: 6, state: { balance: 6, owed: 6, holds: [{ points: 6 }] } });
    expect(post({ ...context, kind: 'release', key: 'h:release', holdId: 'h' })).toMatchObject({
      owedChange: -6,
      state: { balance: 0, owed: 0, holds: [] },
    });
  });
});
