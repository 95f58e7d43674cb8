import { createHash } from 'node:crypto';
import { type PublishedDigest, readReceipt } from '@red-points/shared/contracts';
import {
  checkReceipt,
  type DigestContent,
  digestOf,
  leafHash,
  makeReceipt,
  PAGE_SIZE,
  PagedTree,
  pagesOnPath,
  pathThroughPages,
  type Receipt,
  rootOf,
  rootOfPath,
  TreeRoot,
  toHex,
} from '@red-points/shared/domain/digests';
import {
  type AccountState,
  decide,
  emptyState,
  FIRST_PREVIOUS_HASH,
  type LedgerEntry,
  sealEntry,
} from '@red-points/shared/domain/ledger';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { earnCommand, spendCommand, TEST_NOW_MS } from '../support/ledger-commands.ts';
import { propertySettings } from './support/ledger-commands.ts';

const sha256 = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();

const trees = propertySettings(60);
const receipts = propertySettings(40);

/** Sizes around every border of pages and powers of two, and any others. */
const sizes = fc.oneof(
  fc.integer({ min: 1, max: 2_000 }),
  fc.constantFrom(1, 2, PAGE_SIZE - 1, PAGE_SIZE, PAGE_SIZE + 1, 2 * PAGE_SIZE, 3 * PAGE_SIZE + 1),
);

function hashesOf(size: number): Uint8Array[] {
  return Array.from({ length: size }, (_none, at) => sha256(`leaf ${at}`));
}

function pagesOf(hashes: readonly Uint8Array[]) {
  const tree = new PagedTree(sha256);
  const pages = hashes.flatMap((hash) => tree.add(hash));
  const { root, pages: last } = tree.finish();
  return { root, pages: [...pages, ...last] };
}

test('leaf by leaf, in pages and at once, a tree has one root', () => {
  fc.assert(
    fc.property(sizes, (size) => {
      const hashes = hashesOf(size);
      const expected = toHex(rootOf(hashes, sha256));
      const tree = new TreeRoot(sha256);
      for (const hash of hashes) tree.add(hash);
      expect(toHex(tree.root())).toBe(expected);
      expect(toHex(pagesOf(hashes).root)).toBe(expected);
    }),
    trees,
  );
});

test('the kept pages lead from each leaf to the root, and from no other place, size or leaf', () => {
  fc.assert(
    fc.property(sizes, fc.nat(), fc.nat(), (size, pick, otherPick) => {
      const hashes = hashesOf(size);
      const position = pick % size;
      const { root, pages } = pagesOf(hashes);
      const onPath = pagesOnPath(position, size).map(({ level, index }) => {
        const page = pages.find((one) => one.level === level && one.index === index);
        if (page === undefined) throw new Error(`page ${level}:${index} is missing`);
        return page;
      });
      const path = pathThroughPages(onPath, position, sha256) ?? [];
      const leaf = hashes[position] ?? new Uint8Array();
      const reached = (at: number, count: number, from: Uint8Array): string =>
        toHex(rootOfPath(from, at, count, path, sha256) ?? new Uint8Array());
      expect(reached(position, size, leaf)).toBe(toHex(root));
      const other = otherPick % size;
      if (other !== position) expect(reached(other, size, leaf)).not.toBe(toHex(root));
      expect(reached(position, size, sha256('another leaf'))).not.toBe(toHex(root));
      expect(rootOfPath(leaf, position, size, [...path, sha256('one more')], sha256)).toBeNull();
      expect(rootOfPath(leaf, size, size, path, sha256)).toBeNull();
    }),
    trees,
  );
});

/** An account's history: credits and now and then a spend, decided and sealed as the ledger does it. */
function historyOf(account: string, amounts: readonly number[]): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let state: AccountState = emptyState;
  let hash: Uint8Array = FIRST_PREVIOUS_HASH;
  for (const [at, points] of amounts.entries()) {
    const spends = state.balance >= points && at % 3 === 2;
    const command = spends ? spendCommand(account, `k${at}`, points) : earnCommand(account, `k${at}`, points);
    const decision = decide(state, command, TEST_NOW_MS + at);
    if (decision.kind !== 'decided') throw new Error('refused');
    const sealed = sealEntry(decision.draft, at + 1, hash, sha256);
    hash = sealed.hash;
    state = sealed.entry.state;
    entries.push({ ...sealed.entry, hash: toHex(hash) });
  }
  return entries;
}

interface Story {
  readonly receipt: Receipt;
  readonly digest: Pick<PublishedDigest, 'digest'>;
}

/** A day of several accounts, its tree and digest, and the receipt of one of its entries. */
const stories: fc.Arbitrary<Story> = fc
  .record({
    days: fc.array(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 9 }), {
      minLength: 1,
      maxLength: 12,
    }),
    whose: fc.nat(),
    which: fc.nat(),
    previous: fc.boolean(),
  })
  .map(({ days, whose, which, previous }) => {
    const histories = days.map((amounts, at) => historyOf(`account-${String(at).padStart(3, '0')}`, amounts));
    const leaves = histories.map((history) => {
      const last = history.at(-1);
      if (last === undefined) throw new Error('an empty history');
      return leafHash({ account: last.account, seq: last.seq, hash: Buffer.from(last.hash, 'hex') }, sha256);
    });
    const position = whose % histories.length;
    const history = histories[position] ?? [];
    const at = which % history.length;
    const { root, pages } = pagesOf(leaves);
    const content: DigestContent = {
      version: 1,
      number: previous ? 2 : 1,
      day: '2026-11-23',
      kind: 'daily',
      previous: previous ? toHex(sha256('yesterday')) : null,
      root: toHex(root),
      leaves: leaves.length,
      accounts: leaves.length,
      entries: histories.flat().length,
    };
    const digest = { ...content, digest: digestOf(content, sha256) };
    const path = pathThroughPages(pages, position, sha256) ?? [];
    const parts = { previous: history[at - 1] ?? null, entries: history.slice(at), position, path, digest };
    return { receipt: makeReceipt(parts, sha256), digest };
  });

test('the receipt of any entry of a day holds, also when it was saved and read again', () => {
  fc.assert(
    fc.property(stories, ({ receipt, digest }) => {
      const read = readReceipt(JSON.stringify(receipt, null, 2));
      expect(read).toEqual(receipt);
      expect(checkReceipt(receipt, digest.digest, sha256)).toMatchObject({ holds: true, failed: null });
    }),
    receipts,
  );
});

test('a receipt in which any one value was changed is refused', () => {
  fc.assert(
    fc.property(stories, ({ receipt, digest }) => {
      expect(readReceipt(JSON.stringify({ ...receipt, name: '陈秀英' }))).toBeNull();
      const paths = pathsOf(receipt);
      expect(paths.length).toBeGreaterThan(15);
      for (const path of paths) {
        for (const value of otherValues(valueAt(receipt, path))) {
          const forged = readReceipt(JSON.stringify(changedAt(receipt, path, value)));
          const outcome = forged === null ? null : checkReceipt(forged, digest.digest, sha256);
          expect(outcome?.holds ?? false, `${path.join('.')} = ${String(value)}`).toBe(false);
        }
      }
    }),
    { ...receipts, numRuns: 10 },
  );
});

test('a receipt with a list that lost, gained or swapped something is refused', () => {
  fc.assert(
    fc.property(stories, fc.constantFrom('laterContentHashes', 'path'), ({ receipt, digest }, list) => {
      const hashes = receipt[list as 'path'];
      const [first, ...others] = hashes;
      const forgeries = [
        [...hashes, toHex(sha256('one more'))],
        [toHex(sha256('one before')), ...hashes],
      ];
      if (first !== undefined) forgeries.push(others, [...others, toHex(sha256('another')), first]);
      if (hashes.length > 1 && hashes[0] !== hashes.at(-1)) forgeries.push([...hashes].reverse());
      for (const forged of forgeries) {
        expect(checkReceipt({ ...receipt, [list]: forged }, digest.digest, sha256).holds).toBe(false);
      }
    }),
    receipts,
  );
});

type Path = readonly (string | number)[];

/** Paths of all plain values of a receipt. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => pathsOf(item, [...path, at]));
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([field, item]) => pathsOf(item, [...path, field]));
  }
  return [path];
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], value);
}

function changedAt(value: unknown, path: Path, next: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return next;
  const copy = Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) };
  (copy as Record<string, unknown>)[step] = changedAt((value as Record<string, unknown>)[step], rest, next);
  return copy;
}

/** Other values of the same type, and none at all. */
function otherValues(value: unknown): unknown[] {
  if (value === null) return ['ab'.repeat(32)];
  if (typeof value === 'number') return [value + 1, value - 1, String(value), null];
  const text = String(value);
  const other = text.startsWith('a') ? 'b' : 'a';
  // The content is changed in a digit of its points, as a forger would.
  if (text.startsWith('[')) return [text.replace(/(\[\d+,"[^"]+",\d+,"\w+",-?)(\d+)/, '$19$2'), `${text} `, '[]', null];
  const shouted = text.toUpperCase() === text ? text.toLowerCase() : text.toUpperCase();
  return [`${other}${text.slice(1)}`, ...(shouted === text ? [] : [shouted]), '', null];
}
