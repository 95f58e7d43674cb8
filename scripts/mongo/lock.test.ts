import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockAfterEnding, lockHolder, tryLock, withLock } from './lock.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'red-points-lock-'));
  file = path.join(folder, 'lock');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('a lock is held by one, says by whom, and is free after its release', () => {
  const first = tryLock(file, 'the first');
  expect('lock' in first).toBe(true);
  expect(tryLock(file, 'the second')).toEqual({
    heldBy: expect.objectContaining({ pid: process.pid, purpose: 'the first' }),
  });
  if ('lock' in first) first.lock.release();
  expect(lockHolder(file)).toBeUndefined();
  expect('lock' in tryLock(file, 'the third')).toBe(true);
  expect(readdirSync(folder)).toEqual(['lock']);
});

test.each([
  ['a process that has ended', { pid: 2 ** 22 + 1, startMark: '1', purpose: 'dead' }],
  ['another process that got the same number', { pid: process.pid, startMark: '1', purpose: 'reused' }],
])('a lock of %s is free', (_name, holder) => {
  writeFileSync(file, JSON.stringify(holder));
  expect(lockHolder(file)).toBeUndefined();
  expect('lock' in tryLock(file, 'mine')).toBe(true);
});

test('a lock file cut short is free', () => {
  writeFileSync(file, '{"pid":');
  expect('lock' in tryLock(file, 'mine')).toBe(true);
});

test('work under a lock never overlaps', async () => {
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 5));
    inside--;
  };
  await Promise.all([1, 2, 3].map(() => withLock(file, 'work', 30_000, work)));
  expect(most).toBe(1);
});

test('whoever wants a lock whose holder is ending waits for it; one that goes on is told after a moment', async () => {
  const first = tryLock(file, 'the first');
  let waits = 0;
  const wanting = () => lockAfterEnding(file, 'the next', 30_000, () => waits++);
  expect(await wanting()).toEqual({ heldBy: expect.objectContaining({ purpose: 'the first' }) });
  expect(waits).toBe(0);
  if (!('lock' in first)) throw new Error('not held');
  first.lock.endSoon();
  expect(lockHolder(file)).toMatchObject({ purpose: 'the first', ending: true });
  const next = wanting();
  setTimeout(() => first.lock.release(), 300);
  expect('lock' in (await next)).toBe(true);
  expect(waits).toBe(1);
  expect(readdirSync(folder)).toEqual(['lock']);
});
