import { type Random, seededRandom } from '@red-points/scripts/demo/random';
import type { Ledger } from '@red-points/server/ledger/index';
import type { EntryContext, LedgerCommand, LedgerEntry } from '@red-points/shared/domain/ledger';

const DAY_MS = 86_400_000;
const CATEGORIES = ['volunteering', 'mediation', 'culture'] as const;
const KINDS = [
  ...(['earn', 'earn', 'earn', 'earn', 'hold', 'hold', 'capture', 'release', 'spend'] as const),
  ...(['refund', 'reverse', 'expire', 'adjust', 'donate'] as const),
];

export interface HistoryAccount {
  readonly accountId: string;
  readonly unitId: string;
}

/**
 * Random numbers of a run, with the seed printed so that a failure can be played again: `FC_SEED=… npm test`.
 * @param usual the seed where none is given; else it is another one each time
 */
export function printedRandom(what: string, usual = Date.now() % 2 ** 31): Random {
  const seed = Number(process.env.FC_SEED ?? usual);
  process.stderr.write(`${what}: FC_SEED=${seed}\n`);
  return seededRandom(seed);
}

export interface RandomHistory {
  readonly accounts: readonly HistoryAccount[];
  /** What these accounts have already. */
  readonly known: readonly LedgerEntry[];
  /** How many entries to post. */
  readonly entries: number;
  readonly random: Random;
  /** Moves the clock on and tells its time. */
  tick(): number;
}

/**
 * Posts random commands to random accounts. Things happen up to three months before they are recorded. Commands that
 * the ledger refuses count for nothing. Gives the new entries, in the order in which they were posted.
 */
export async function postRandomHistory(
  ledger: Ledger,
  { accounts, known, entries, random, tick }: RandomHistory,
): Promise<LedgerEntry[]> {
  const posted: LedgerEntry[] = [];
  for (let step = 0; posted.length < entries; step += 1) {
    const account = random.pick(accounts);
    const own = [...known, ...posted].filter((entry) => entry.account === account.accountId);
    const key = `h${known.length}-${step}`;
    const outcome = await ledger.post(randomCommand(account, own, key, random, tick()));
    if (outcome.status === 'posted') posted.push(outcome.entry);
  }
  return posted;
}

function randomCommand(
  { accountId, unitId }: HistoryAccount,
  own: readonly LedgerEntry[],
  key: string,
  random: Random,
  nowMs: number,
): LedgerCommand {
  const context = (
    counterparty: EntryContext['counterparty']['kind'],
    source: EntryContext['source']['kind'],
  ): EntryContext => ({
    account: accountId,
    key,
    counterparty: { kind: counterparty, id: counterparty === 'shop' ? 's1' : 'jinxiu' },
    source: { kind: source, id: key },
    actors: [{ part: 'reviewer', id: 'r1' }],
    issuerUnit: 'jinxiu',
    homeUnit: unitId,
    effectiveAtMs: nowMs - random.pick([0, 0, 1, 3, 12, 40, 90]) * DAY_MS,
  });
  const kind = random.pick(KINDS);
  const points = random.between(1, 30);
  const holdId = random.pick(['none', ...(own.at(-1)?.state.holds ?? []).map((hold) => hold.id)]);
  const originalSeq = random.between(1, Math.max(1, own.length));
  const original = own[originalSeq - 1];
  switch (kind) {
    case 'earn':
      return {
        ...context('issuance', 'claim'),
        kind,
        points,
        minutes: random.pick([0, 30, 90]),
        category: random.pick(CATEGORIES),
        provenance: 'claimed',
        rule: null,
        expiry: random.pick([
          { kind: 'months', months: random.between(1, 4), from: 'recorded' },
          { kind: 'end_of_next_year', from: 'effective' },
          { kind: 'never', from: 'effective' },
        ] as const),
        caps: [],
      };
    case 'hold':
      return { ...context('shop', 'redemption'), kind, holdId: key, points, holdExpiresAtMs: nowMs + 180_000 };
    case 'capture':
    case 'release':
      return { ...context('shop', 'redemption'), kind, holdId };
    case 'spend':
      return { ...context('shop', 'redemption'), kind, points };
    case 'donate':
      return { ...context('fund', 'operation'), kind, points };
    case 'refund':
      return { ...context('shop', 'redemption'), kind, originalSeq, points: random.between(1, 5) };
    case 'reverse':
      return {
        ...context('issuance', 'adjustment'),
        kind,
        originalSeq,
        ...(original === undefined ? {} : { counterparty: original.counterparty }),
      };
    case 'expire':
      return { ...context('expiry', 'expiry'), kind };
    case 'adjust':
      return {
        ...context('self', 'adjustment'),
        kind,
        points: random.between(-10, 10),
        minutes: random.pick([0, 30]),
        expiry: { kind: 'never', from: 'effective' },
      };
    default:
      return kind satisfies never;
  }
}

/** An account as plain sums of its entries say, without the ledger's own way of applying them. */
export interface PlainAccount {
  readonly seq: number;
  readonly balance: number;
  readonly owed: number;
  readonly minutes: number;
  readonly held: number;
  readonly available: number;
  readonly lapsed: number;
  /** Spendable points by expiry, oldest first; `null` never expires. */
  readonly lots: readonly (readonly [expiresAtMs: number | null, points: number])[];
}

/** Replays what was recorded by an instant. */
export function replayed(history: readonly LedgerEntry[], instantMs: number): PlainAccount {
  const known = history.filter((entry) => entry.recordedAtMs <= instantMs);
  const sum = (amount: (entry: LedgerEntry) => number) => known.reduce((all, entry) => all + amount(entry), 0);
  const free = new Map<number | null, number>();
  const holds = new Map<string, number>();
  for (const entry of known) {
    if (entry.kind === 'hold') holds.set(entry.hold?.id ?? '', entry.hold?.points ?? 0);
    if (entry.kind === 'capture' || entry.kind === 'release') holds.delete(entry.hold?.id ?? '');
    // Held lots left the free ones when they were held: a capture moves nothing of them again.
    if (entry.kind === 'capture') continue;
    const gives = entry.kind === 'release' || (entry.kind !== 'hold' && entry.points > 0);
    for (const { expiresAtMs, points } of entry.moved) {
      free.set(expiresAtMs, (free.get(expiresAtMs) ?? 0) + (gives ? points : -points));
    }
  }
  const standing = [...free].filter(([, points]) => points !== 0);
  const lots = standing
    .filter(([expiresAtMs]) => expiresAtMs === null || expiresAtMs > instantMs)
    .sort(([one], [other]) => (one ?? Number.MAX_SAFE_INTEGER) - (other ?? Number.MAX_SAFE_INTEGER));
  const total = (of: readonly (readonly [number | null, number])[]) => of.reduce((all, [, points]) => all + points, 0);
  return {
    seq: known.length,
    balance: sum((entry) => entry.points + entry.owedChange),
    owed: sum((entry) => entry.owedChange),
    minutes: sum((entry) => entry.minutes),
    held: [...holds.values()].reduce((all, points) => all + points, 0),
    available: total(lots),
    lapsed: total(standing) - total(lots),
    lots,
  };
}
