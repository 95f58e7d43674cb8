import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readReceipt } from '../../contracts/index.ts';
import {
  coveringDay,
  type DigestContent,
  digestDueAtMs,
  digestId,
  digestOf,
  digestText,
  endsMonth,
  fromHex,
  leafHash,
  newestDueDay,
  nodeHash,
  PagedTree,
  pathIn,
  readDigest,
  rootOf,
  TreeRoot,
  toHex,
} from './index.ts';

const sha256 = (data: string | Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
const shanghai = (text: string): number => Date.parse(`${text}+08:00`);

describe('the tree of RFC 6962', () => {
  /** The vectors that Certificate Transparency tests with. */
  const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
  const hashes = leaves.map((hex) => sha256(Buffer.concat([Buffer.of(0), Buffer.from(hex, 'hex')])));
  const roots = [
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ];

  test.each(roots.map((root, size) => ({ root, size })))('$size leaves have the known root', ({ root, size }) => {
    const some = hashes.slice(0, size);
    expect(toHex(rootOf(some, sha256))).toBe(root);
    const tree = new TreeRoot(sha256);
    for (const hash of some) tree.add(hash);
    expect(toHex(tree.root())).toBe(root);
    const paged = new PagedTree(sha256);
    for (const hash of some) paged.add(hash);
    expect(toHex(paged.finish().root)).toBe(root);
  });

  test('the known path of the sixth of eight leaves', () => {
    expect(pathIn(hashes, 5, sha256).map(toHex)).toEqual([
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ]);
  });

  test('a leaf is 0x00, the id of the entry and its hash; a node is 0x01 and its children', () => {
    const hash = sha256('an entry');
    const leaf = leafHash({ account: 'a-1', seq: 7, hash }, sha256);
    expect(toHex(leaf)).toBe(toHex(sha256(Buffer.concat([Buffer.from('\0a-1:0000000007'), hash]))));
    expect(toHex(nodeHash(leaf, hash, sha256))).toBe(toHex(sha256(Buffer.concat([Buffer.of(1), leaf, hash]))));
    expect(() => leafHash({ account: 'a-1', seq: 7, hash: hash.subarray(1) }, sha256)).toThrow(TypeError);
  });
});

describe('a digest', () => {
  const content: DigestContent = {
    version: 1,
    number: 318,
    day: '2026-11-22',
    kind: 'daily',
    previous: 'ab'.repeat(32),
    root: 'cd'.repeat(32),
    leaves: 12,
    accounts: 11,
    entries: 340,
  };

  test('is the hash of this text, letter by letter', () => {
    const text = `["red-points-digest",1,318,"2026-11-22","daily","${'ab'.repeat(32)}","${'cd'.repeat(32)}",12,11,340]`;
    expect(digestText(content)).toBe(text);
    expect(digestOf(content, sha256)).toBe(createHash('sha256').update(text).digest('hex'));
    expect(digestText({ ...content, previous: null })).toContain('"daily",null,');
  });

  test('is named by its day', () => {
    expect(digestId(content)).toBe('2026-11-22');
    expect(digestId({ day: '2026-11-30', kind: 'full' })).toBe('2026-11-30-full');
  });

  test('is read as people write it down, and nothing else is', () => {
    const digest = digestOf(content, sha256);
    const groups = digest.toUpperCase().replace(/(.{4})/g, '$1 ');
    expect(readDigest(`\n ${groups}\n`)).toBe(digest);
    for (const wrong of ['', digest.slice(1), `${digest}0`, digest.replace(/./, 'g')]) {
      expect(readDigest(wrong), wrong).toBeNull();
    }
  });
});

describe('the day of a digest', () => {
  test('ends at midnight in Shanghai, and its digest is made ten minutes later', () => {
    expect(digestDueAtMs('2026-11-22')).toBe(shanghai('2026-11-23T00:10:00'));
    expect(newestDueDay(shanghai('2026-11-23T00:09:59.999'))).toBe('2026-11-21');
    expect(newestDueDay(shanghai('2026-11-23T00:10:00'))).toBe('2026-11-22');
  });

  test('of an entry that came late is the first one not made', () => {
    const at = shanghai('2026-11-22T23:59:59');
    expect(coveringDay(at, null)).toBe('2026-11-22');
    expect(coveringDay(at, '2026-11-21')).toBe('2026-11-22');
    expect(coveringDay(at, '2026-11-24')).toBe('2026-11-25');
  });

  test('has a full one beside it at the end of a month', () => {
    expect(['2026-02-28', '2026-11-30', '2028-02-28'].map(endsMonth)).toEqual([true, true, false]);
  });
});

test('what is not a receipt is not read as one', () => {
  for (const text of ['', '{}', 'null', '[1]', '{"receipt":1}', 'x'.repeat(300_000)]) {
    expect(readReceipt(text)).toBeNull();
  }
});

test('hexadecimal is read back, and nothing else is read', () => {
  expect(toHex(fromHex('00ff10'))).toBe('00ff10');
  for (const wrong of ['0', 'FF', '0g']) expect(() => fromHex(wrong), wrong).toThrow(TypeError);
});
