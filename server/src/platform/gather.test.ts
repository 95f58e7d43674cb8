import { expect, test } from 'vitest';
import { gathered } from './gather.ts';

/** Reads that end when the test says so. */
function slowReads() {
  const reads: { keys: readonly string[]; end: () => void }[] = [];
  const readMany = (keys: readonly string[]) =>
    new Promise<(string | Error)[]>((resolve) => {
      const end = () => resolve(keys.map((key) => (key === 'broken' ? new Error('broken') : `${key}!`)));
      reads.push({ keys, end });
    });
  return { reads, readMany };
}
const turn = () => new Promise<void>((resolve) => setImmediate(() => setImmediate(resolve)));

test('what is asked for in one turn is one read, in the order asked', async () => {
  const { reads, readMany } = slowReads();
  const read = gathered(readMany);
  const all = Promise.all([read('a'), read('b'), read('a')]);
  await turn();
  expect(reads.map(({ keys }) => keys)).toEqual([['a', 'b', 'a']]);
  reads[0]?.end();
  expect(await all).toEqual(['a!', 'b!', 'a!']);
});

test('what is asked for while a read is under way waits for the next, and never gets what was read before it asked', async () => {
  const { reads, readMany } = slowReads();
  const read = gathered(readMany);
  const first = read('a');
  await turn();
  const later = [read('a'), read('b')];
  await turn();
  expect(reads.map(({ keys }) => keys)).toEqual([['a']]);
  reads[0]?.end();
  expect(await first).toBe('a!');
  await turn();
  expect(reads.map(({ keys }) => keys)).toEqual([['a'], ['a', 'b']]);
  reads[1]?.end();
  expect(await Promise.all(later)).toEqual(['a!', 'b!']);
});

test('a failure in one place is of who asked there; a failed read of all who asked with it, and of nobody after', async () => {
  const { reads, readMany } = slowReads();
  const read = gathered(readMany);
  const outcomes = Promise.allSettled([read('broken'), read('b')]);
  await turn();
  reads[0]?.end();
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);

  let fail = true;
  const flaky = gathered(async (keys: readonly string[]) => {
    if (fail) throw new Error('away');
    return keys.map((key) => key);
  });
  expect((await Promise.allSettled([flaky('a'), flaky('b')])).map(({ status }) => status)).toEqual([
    'rejected',
    'rejected',
  ]);
  fail = false;
  expect(await flaky('a')).toBe('a');
});

test('a read that is stuck does not hold up the next for long', async () => {
  const { reads, readMany } = slowReads();
  const read = gathered(readMany);
  void read('stuck');
  await turn();
  const next = read('b');
  await expect.poll(() => reads.length, { timeout: 60_000 }).toBe(2);
  reads[1]?.end();
  expect(await next).toBe('b!');
  const after = read('c');
  await expect.poll(() => reads.length, { timeout: 60_000 }).toBe(3);
  reads[2]?.end();
  expect(await after).toBe('c!');
});

test('more than fit make reads of their own', async () => {
  const { reads, readMany } = slowReads();
  const read = gathered(readMany, 2);
  const all = Promise.all(['a', 'b', 'c'].map(read));
  await expect.poll(() => reads.flatMap(({ keys }) => keys).length, { timeout: 60_000 }).toBeGreaterThan(1);
  for (let ended = 0; ended < 2; ended += 1) {
    await expect.poll(() => reads.length, { timeout: 60_000 }).toBeGreaterThan(ended);
    reads[ended]?.end();
  }
  expect(await all).toEqual(['a!', 'b!', 'c!']);
  expect(reads.every(({ keys }) => keys.length <= 2)).toBe(true);
});
