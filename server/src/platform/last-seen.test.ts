import { expect, test } from 'vitest';
import { LastSeen } from './last-seen.ts';

test('what a read stands on is supposed to be what it was, and only what is so counts', async () => {
  const asked: string[] = [];
  const read = async (keys: readonly string[]) => {
    asked.push(keys.join('+'));
    return keys.map((key) => `${key}!`);
  };
  const seen = new LastSeen(10);
  const answers = [
    await seen.read('shop', Promise.resolve(['a']), read),
    await seen.read('shop', Promise.resolve(['a']), read),
    await seen.read('shop', Promise.resolve(['a', 'b']), read),
    await seen.read('shop', Promise.resolve([]), read),
    await seen.read('other', Promise.resolve(['c']), read),
  ];
  expect(answers).toEqual([['a!'], ['a!'], ['a!', 'b!'], [], ['c!']]);
  // Asked for once where it was so, and again where it was not.
  expect(asked).toEqual(['a', 'a', 'a', 'a+b', 'a+b', '', 'c']);
});

test('the read on a supposition begins before what it stands on is known', async () => {
  const seen = new LastSeen(10);
  const order: string[] = [];
  const read = async () => order.push('read');
  const later = () =>
    new Promise<string[]>((resolve) => setImmediate(() => resolve([`${order.push('known')}`].slice(1))));
  await seen.read('shop', later(), read);
  await seen.read('shop', later(), read);
  expect(order).toEqual(['known', 'read', 'read', 'known']);
});

test('a failed supposition is nobody’s failure where it was wrong', async () => {
  const seen = new LastSeen(10);
  await seen.read('shop', Promise.resolve(['a']), async () => 'first');
  const read = async ([key]: readonly string[]) => {
    if (key === 'a') throw new Error('away');
    return 'second';
  };
  expect(await seen.read('shop', Promise.resolve(['b']), read)).toBe('second');
});
