import { isDeepStrictEqual } from 'node:util';
import {
  applyEntry,
  assertState,
  available,
  canonicalState,
  chainHash,
  contentHashOf,
  dueLots,
  ENTRY_SCHEMA,
  ENTRY_SCHEMA_CARRIED,
  entryId,
  type Lot,
  takeOldest,
} from '@red-points/shared/domain/ledger';
import type { BadCode } from '@red-points/shared/domain/verification';
import { hashBytes, type StoredEntry, sha256 } from './collection.ts';
import { hasOnlyKnownFields } from './entry-shape.ts';
import { blankHead, type Head } from './heads.ts';

interface Original {
  readonly kind: StoredEntry['kind'];
  readonly points: number;
  refundedPoints: number;
  reversed: boolean;
}

/** Replays one account's history from its first entry and says of each entry whether it holds. */
export class Replay {
  head: Head = blankHead;
  private readonly keys = new Set<string>();
  private readonly originals = new Map<number, Original>();

  constructor(readonly account: string) {}

  /** Null where the entry holds; the replay goes on from it only then. */
  check(stored: StoredEntry): BadCode | null {
    try {
      return this.checkShaped(stored);
    } catch {
      // A field of another type makes anything throw: the entry is not one of ours.
      return 'shape_unknown';
    }
  }

  private checkShaped(stored: StoredEntry): BadCode | null {
    if (stored.schema !== ENTRY_SCHEMA && stored.schema !== ENTRY_SCHEMA_CARRIED) return 'schema_unknown';
    if (!hasOnlyKnownFields(stored)) return 'shape_unknown';
    if (stored._id !== entryId(stored.account, stored.seq)) return 'id_mismatch';
    if (stored.seq !== this.head.seq + 1) return 'seq_gap';
    if (this.keys.has(stored.key)) return 'key_repeated';
    if (stored.recordedAtMs < this.head.recordedAtMs) return 'recorded_before_previous';
    const hash = chainHash(this.head.hash, contentHashOf(stored, sha256), sha256);
    if (!Buffer.from(hash).equals(hashBytes(stored))) return 'hash_mismatch';
    const bad = stateFault(this.head, stored) ?? lotsFault(this.head, stored) ?? this.originalFault(stored);
    if (bad !== null) return bad;
    this.accept(stored, hash);
    return null;
  }

  private accept(stored: StoredEntry, hash: Uint8Array): void {
    this.keys.add(stored.key);
    this.originals.set(stored.seq, {
      kind: stored.kind,
      points: stored.points,
      refundedPoints: 0,
      reversed: false,
    });
    this.head = { seq: stored.seq, recordedAtMs: stored.recordedAtMs, hash, state: stored.state };
  }

  /** A refund or reversal refers to an earlier entry and gives no more than it. */
  private originalFault(stored: StoredEntry): BadCode | null {
    if (stored.kind !== 'refund' && stored.kind !== 'reverse') {
      return stored.refersTo === undefined ? null : 'original_mismatch';
    }
    const original = stored.refersTo === undefined ? undefined : this.originals.get(stored.refersTo);
    if (original === undefined || original.reversed) return 'original_mismatch';
    if (stored.kind === 'refund') {
      original.refundedPoints += stored.points;
      const refundable = original.kind === 'spend' || original.kind === 'capture';
      return refundable && original.refundedPoints <= 0 - original.points ? null : 'original_mismatch';
    }
    original.reversed = true;
    return stored.points === 0 - original.points - original.refundedPoints ? null : 'original_mismatch';
  }
}

function stateFault(before: Head, stored: StoredEntry): BadCode | null {
  try {
    const after = applyEntry(before.state, stored);
    assertState(after, stored.recordedAtMs);
    return canonicalState(after) === canonicalState(stored.state) ? null : 'state_mismatch';
  } catch {
    return 'state_mismatch';
  }
}

/** Debits take what is free and not due, oldest first; an expiry takes all that is due; a capture its hold's lots. */
function lotsFault(before: Head, stored: StoredEntry): BadCode | null {
  const { state } = before;
  const nowMs = stored.recordedAtMs;
  switch (stored.kind) {
    case 'spend':
    case 'donate':
    case 'adjust':
    case 'hold': {
      const taken = stored.kind === 'hold' ? (stored.hold?.points ?? Number.NaN) : 0 - stored.points;
      if (taken < 0) return null;
      if (!(taken <= available(state, nowMs))) return 'overspent';
      return sameLots(stored.moved, takeOldest(state.lots, taken, nowMs)) ? null : 'lots_out_of_order';
    }
    case 'expire':
      return sameLots(stored.moved, dueLots(state.lots, nowMs)) ? null : 'lots_out_of_order';
    case 'capture': {
      const hold = state.holds.find((open) => open.id === stored.hold?.id);
      return hold !== undefined && sameLots(stored.moved, hold.lots) && hold.points === 0 - stored.points
        ? null
        : 'lots_out_of_order';
    }
    case 'earn':
    case 'release':
    case 'refund':
    case 'reverse':
    case 'close':
      return null;
    case 'join':
      return joinFault(state, stored);
    default:
      return 'shape_unknown';
  }
}

/** Who is joined gives all there is; who receives a debt pays it with the oldest of what is free. */
function joinFault(state: Head['state'], stored: StoredEntry): BadCode | null {
  const { carried, moved, points, minutes, recordedAtMs } = stored;
  if (carried?.direction === 'out') {
    const { items, earned, counters } = state;
    const all = points === state.owed - state.balance && minutes === 0 - state.minutes && sameLots(moved, state.lots);
    const same = isDeepStrictEqual({ ...carried }, { direction: 'out', items, earned, counters });
    return all && same ? null : 'lots_out_of_order';
  }
  if (points >= 0) return null;
  return sameLots(moved, takeOldest(state.lots, 0 - points, recordedAtMs)) ? null : 'lots_out_of_order';
}

function sameLots(one: readonly Lot[], other: readonly Lot[]): boolean {
  return (
    one.length === other.length &&
    one.every((lot, index) => lot.expiresAtMs === other[index]?.expiresAtMs && lot.points === other[index]?.points)
  );
}
