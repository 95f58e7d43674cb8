import { createHash } from 'node:crypto';
import {
  type AccountState,
  applyEntry,
  assertState,
  available,
  canonicalState,
  decide,
  emptyState,
  expiryOf,
  FIRST_PREVIOUS_HASH,
  type LedgerCommand,
  type LedgerEntry,
  type OriginalFacts,
  sealEntry,
  touchedBy,
  UNTOUCHED,
} from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  CAP_POINTS_MAX,
  commandOf,
  instantsOf,
  propertySettings,
  type Step,
  stepsArbitrary,
} from './support/ledger-commands.ts';
import { AccountModel, pictureOfState } from './support/ledger-model.ts';

const settings = propertySettings(400);
const sha256 = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

interface Played {
  readonly command: LedgerCommand;
  readonly nowMs: number;
  readonly before: AccountState;
  readonly entry: LedgerEntry | null;
  readonly refusal: string | null;
}

/** Plays steps against the pure decision alone. */
function play(steps: readonly Step[], onEntry: (played: Played) => void = () => undefined): Played[] {
  const history: Played[] = [];
  const entries: LedgerEntry[] = [];
  let state = emptyState;
  let hash: Uint8Array = FIRST_PREVIOUS_HASH;
  const instants = instantsOf(steps);
  for (const [index, step] of steps.entries()) {
    const nowMs = instants[index] ?? 0;
    const holdIds = state.holds.map((hold) => hold.id);
    const command = commandOf(step, 'account', `k${index}`, nowMs, holdIds, entries.length);
    const decision = decide(state, command, nowMs, factsOf(entries, command));
    const before = state;
    let entry: LedgerEntry | null = null;
    if (decision.kind === 'decided') {
      const sealed = sealEntry(decision.draft, entries.length + 1, hash, sha256);
      hash = sealed.hash;
      entry = { ...sealed.entry, hash: Buffer.from(hash).toString('hex') };
      entries.push(entry);
      state = entry.state;
    }
    const refusal = decision.kind === 'refused' ? decision.refusal.code : null;
    const played = { command, nowMs, before, entry, refusal };
    history.push(played);
    onEntry(played);
  }
  return history;
}

function factsOf(entries: readonly LedgerEntry[], command: LedgerCommand): OriginalFacts | undefined {
  if (!('originalSeq' in command) || command.originalSeq === undefined) return undefined;
  const entry = entries[command.originalSeq - 1];
  if (entry === undefined) return undefined;
  const later = entries.filter((other) => other.refersTo === entry.seq);
  return { entry, ...later.reduce(touchedBy, UNTOUCHED) };
}

function entriesOf(history: readonly Played[]): LedgerEntry[] {
  return history.flatMap(({ entry }) => (entry === null ? [] : [entry]));
}

/** Does to the model what an accepted command asks for. */
function follow(model: AccountModel, { command, nowMs, entry }: Played): void {
  if (entry === null) return;
  switch (command.kind) {
    case 'earn':
      model.credit(entry.seq, entry.points, expiryOf(command.expiry, command.effectiveAtMs, nowMs), nowMs);
      break;
    case 'adjust':
      if (command.points < 0) model.spend(entry.seq, 0 - command.points, nowMs);
      else model.credit(entry.seq, command.points, expiryOf(command.expiry, command.effectiveAtMs, nowMs), nowMs);
      break;
    case 'spend':
    case 'donate':
      model.spend(entry.seq, command.points, nowMs);
      break;
    case 'hold':
      model.hold(command.holdId, command.points, nowMs);
      break;
    case 'capture':
      model.capture(entry.seq, command.holdId);
      break;
    case 'release':
      model.release(command.holdId, nowMs);
      break;
    case 'refund':
      model.refund(command.originalSeq, command.points, nowMs);
      break;
    case 'reverse':
      model.reverse(command.originalSeq, nowMs);
      break;
    case 'expire':
      model.expire(nowMs);
      break;
    case 'close':
      break;
    default:
      throw new TypeError('unknown command');
  }
}

function stepOf(given: Partial<Step> & Pick<Step, 'kind' | 'points'>): Step {
  const expiry = { kind: 'end_of_next_year', from: 'effective' } as const;
  return { minutes: 0, pick: 0, expiry, daysLater: 0, capped: false, ...given };
}

/** Runs a property over random histories; fast-check prints seed and the smallest history that breaks it. */
function everyHistory(property: (steps: Step[]) => void): void {
  fc.assert(fc.property(stepsArbitrary, property), settings);
}

describe('random histories of one account', () => {
  test('agree with the plain model after every step, and refuse exactly what it could not do', () => {
    everyHistory((steps) => {
      const model = new AccountModel();
      play(steps, (played) => {
        const { command, nowMs, before, entry, refusal } = played;
        if (command.kind === 'spend' || command.kind === 'donate' || command.kind === 'hold') {
          const fits = command.points <= model.free(nowMs);
          if (refusal === 'insufficient_points') expect(fits).toBe(false);
          if (entry !== null) expect(fits).toBe(true);
        }
        follow(model, played);
        const state = entry?.state ?? before;
        expect(pictureOfState(state)).toEqual(model.picture());
        expect(available(state, nowMs)).toBe(model.free(nowMs));
      });
    });
  });

  test('keep every invariant, are never negative and never debt beside points to spend', () => {
    everyHistory((steps) => {
      for (const entry of entriesOf(play(steps))) {
        assertState(entry.state, entry.recordedAtMs);
        expect(Math.min(entry.state.balance, entry.state.owed, entry.state.minutes)).toBeGreaterThanOrEqual(0);
        if (entry.state.owed > 0) expect(available(entry.state, entry.recordedAtMs)).toBe(0);
      }
    });
  });

  test('conserve points and minutes: all entries together are balance less debt', () => {
    everyHistory((steps) => {
      let points = 0;
      let minutes = 0;
      for (const entry of entriesOf(play(steps))) {
        points += entry.points;
        minutes += entry.minutes;
        expect(points).toBe(entry.state.balance - entry.state.owed);
        expect(minutes).toBe(entry.state.minutes);
      }
    });
  });

  test('can be replayed from their entries alone', () => {
    everyHistory((steps) => {
      let state = emptyState;
      for (const entry of entriesOf(play(steps))) {
        state = applyEntry(state, entry);
        expect(canonicalState(state)).toBe(canonicalState(entry.state));
      }
    });
  });

  test('count items and gross points of the credits that stand', () => {
    everyHistory((steps) => {
      const entries = entriesOf(play(steps));
      const reversed = new Set(entries.filter((entry) => entry.kind === 'reverse').map((entry) => entry.refersTo));
      const standing = entries.filter((entry) => entry.kind === 'earn' && !reversed.has(entry.seq));
      const last = entries.at(-1);
      expect(last?.state.items ?? 0).toBe(standing.length);
      expect(last?.state.earned ?? 0).toBe(standing.reduce((sum, entry) => sum + entry.points, 0));
    });
  });

  test('never grant above a cap, and give a reversed credit’s count back', () => {
    everyHistory((steps) => {
      const granted: { seq: number; cap: string; points: number }[] = [];
      const reversed = new Set<number>();
      for (const { command, entry } of play(steps)) {
        if (entry === null) continue;
        if (entry.kind === 'reverse' && entry.refersTo !== undefined) reversed.add(entry.refersTo);
        if (command.kind === 'earn' && entry.points > 0) {
          granted.push(...command.caps.map(({ key }) => ({ seq: entry.seq, cap: key, points: entry.points })));
        }
        const used = new Map<string, number>();
        for (const { seq, cap, points } of granted) {
          if (!reversed.has(seq)) used.set(cap, (used.get(cap) ?? 0) + points);
        }
        for (const points of used.values()) expect(points).toBeLessThanOrEqual(CAP_POINTS_MAX);
        // Counters of years that closed long ago may be gone, at the latest when the next one is counted.
        const year = new Date(entry.recordedAtMs).getUTCFullYear();
        const recent = ([key]: [string, number]): boolean => Number(key.slice(-4)) >= year - 2;
        const counted = Object.entries(entry.state.counters).filter(recent);
        expect(Object.fromEntries(counted)).toEqual(Object.fromEntries([...used].filter(recent)));
      }
    });
  });
});

describe('laws', () => {
  test('a hold and its release at once leave lots, holds and balance as they were', () => {
    everyHistory((steps) => {
      const last = play(steps).at(-1);
      if (last === undefined) return;
      const state = last.entry?.state ?? last.before;
      const points = available(state, last.nowMs);
      if (points === 0 || state.closed || state.holds.length > 10) return;
      const template = { ...last.command };
      const hold = decide(
        state,
        { ...template, kind: 'hold', holdId: 'x', points, holdExpiresAtMs: last.nowMs },
        last.nowMs,
      );
      if (hold.kind !== 'decided') throw new Error('a hold of what is available was refused');
      const release = decide(hold.draft.state, { ...template, kind: 'release', holdId: 'x' }, last.nowMs);
      if (release.kind !== 'decided') throw new Error('the release was refused');
      expect(canonicalState(release.draft.state)).toBe(canonicalState(state));
    });
  });

  test('a debit takes the oldest lots: what is left never expires before what was taken', () => {
    everyHistory((steps) => {
      for (const { before, entry, nowMs } of play(steps)) {
        if (entry === null || !['spend', 'donate', 'hold'].includes(entry.kind)) continue;
        const newestTaken = Math.max(...entry.moved.map((lot) => lot.expiresAtMs ?? Number.POSITIVE_INFINITY));
        const left = entry.state.lots.filter((lot) => (lot.expiresAtMs ?? Number.POSITIVE_INFINITY) > nowMs);
        for (const lot of left) expect(lot.expiresAtMs ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(newestTaken);
        expect(entry.moved.every((lot) => before.lots.some((had) => had.expiresAtMs === lot.expiresAtMs))).toBe(true);
      }
    });
  });

  test('refunds of one spend give back at most what it took, newest expiry first', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 15 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 0, max: 20 }), parts, (older, newer, asked) => {
        const credits = [older, newer].filter((points) => points > 0);
        const steps = [
          ...credits.map((points, index) => stepOf({ kind: 'earn', points, daysLater: index * 400 })),
          stepOf({ kind: 'spend', points: older + newer, daysLater: 0 }),
          ...asked.map((points) => stepOf({ kind: 'refund', points, pick: credits.length, daysLater: 0 })),
        ];
        let left = older + newer;
        for (const { command, entry, refusal } of play(steps)) {
          if (command.kind !== 'refund') continue;
          expect(refusal).toBe(command.points <= left ? null : 'refund_exceeds_original');
          if (entry === null) continue;
          left -= command.points;
          expect(entry.state.balance).toBe(older + newer - left);
          // What is not back yet is the oldest.
          expect(entry.state.lots[0]?.points ?? 0).toBe(left >= older ? entry.state.balance : older - left);
        }
      }),
      settings,
    );
  });

  test('a reversal leaves holds alone, and all refunds of an original stay within it', () => {
    everyHistory((steps) => {
      const given = new Map<number, number>();
      for (const { before, entry } of play(steps)) {
        if (entry?.refersTo === undefined) continue;
        expect(entry.state.holds).toEqual(before.holds);
        if (entry.kind === 'refund') given.set(entry.refersTo, (given.get(entry.refersTo) ?? 0) + entry.points);
      }
      const entries = entriesOf(play(steps));
      for (const [seq, points] of given) expect(points).toBeLessThanOrEqual(0 - (entries[seq - 1]?.points ?? 0));
    });
  });
});
