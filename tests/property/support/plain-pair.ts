import type { PairCommand } from '@red-points/shared/domain/ledger';
import { type Answer, type Asked, type PlainAccount, type PlainEntry, repeatedOrReused } from './plain-account.ts';

type Halves = readonly [Asked, Asked];

/** Answers what concerns two accounts and, where it is posted, does it to both. */
export function answerPair(from: PlainAccount, to: PlainAccount, command: PairCommand, clockMs: number): Answer {
  const halves: Halves = [halfOf(command, command.to), halfOf(command, command.from)];
  const known = [from.entryOf(command.key), to.entryOf(command.key)].filter((entry) => entry !== undefined);
  if (known.length === 2) return repeatedOrReused(known, halves);
  if (known.length === 1) return { status: 'refused', code: 'key_reused' };
  const nowMs = Math.max(clockMs, from.recordedAtMs, to.recordedAtMs);
  const objection = objectionTo(from, to, command, nowMs);
  if (objection !== null) return { status: 'refused', code: objection };
  const isJoin = command.kind === 'join';
  const entries = isJoin ? join(from, to, halves, nowMs) : give(from, to, command.points, halves, nowMs);
  return { status: 'posted', entries };
}

function objectionTo(from: PlainAccount, to: PlainAccount, command: PairCommand, nowMs: number): string | null {
  if (from.closed || to.closed) return 'account_closed';
  if (command.kind === 'donate') return from.objectionToTaking(command.points, 0, nowMs);
  if (from.holds.size > 0) return 'account_has_holds';
  return from.bag.due(nowMs).length > 0 ? 'lots_due' : null;
}

function halfOf(command: PairCommand, other: string): Asked {
  const { kind, key, source, actors, effectiveAtMs } = command;
  const amount = command.kind === 'donate' ? { points: command.points } : {};
  return { kind, key, source, actors, effectiveAtMs, counterparty: { kind: 'account', id: other }, ...amount };
}

function give(from: PlainAccount, to: PlainAccount, points: number, halves: Halves, nowMs: number): PlainEntry[] {
  let given: number[] = [];
  const gave = from.write(halves[0], nowMs, () => {
    given = from.bag.take(points, nowMs);
    return 0;
  });
  const received = to.write(halves[1], nowMs, () => {
    to.bag.receive(given, nowMs);
    return 0;
  });
  return [gave, received];
}

/** All of an account goes over to another one of the same owner, and it is closed. */
function join(from: PlainAccount, to: PlainAccount, halves: Halves, nowMs: number): PlainEntry[] {
  const { bag, minutes, items, earned } = from;
  const { owed } = bag;
  const counted = from.counted();
  let given: number[] = [];
  const gave = from.write(halves[0], nowMs, () => {
    given = bag.take(bag.balance, nowMs);
    bag.owed = 0;
    return 0 - minutes;
  });
  const received = to.write(halves[1], nowMs, () => {
    to.bag.receive(given, nowMs);
    // One after the other, each point owed is paid from what is free, or else owed on.
    for (let point = 0; point < owed; point += 1) if (to.bag.take(1, nowMs).length === 0) to.bag.owed += 1;
    return minutes;
  });
  const left = new Map([...counted].map(([cap, points]) => [cap, 0 - points]));
  from.carry({ items: 0 - items, earned: 0 - earned, counted: left });
  to.carry({ items, earned, counted });
  from.closed = true;
  return [gave, received];
}
