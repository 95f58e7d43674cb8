import { describe, expect, it } from 'vitest';
import { oneByOne } from './one-by-one.ts';

describe('working through items', () => {
  const logged: object[] = [];
  const way = { what: 'letter', idOf: (item: string) => item, logger: { warn: (line: object) => logged.push(line) } };

  it('goes on after one that fails, tells of each, and fails with the first at the end', async () => {
    const done: string[] = [];
    const work = async (item: string): Promise<void> => {
      if (item === 'b' || item === 'c') throw new Error(`no ${item}`);
      done.push(item);
    };
    await expect(oneByOne(['a', 'b', 'c', 'd'], way, work)).rejects.toThrow('no b');
    expect(done).toEqual(['a', 'd']);
    expect(logged).toMatchObject([{ letter: 'b' }, { letter: 'c' }]);
  });

  it('begins none once it is to stop', async () => {
    const stopping = new AbortController();
    const done: string[] = [];
    await oneByOne(['a', 'b'], { ...way, signal: stopping.signal }, async (item) => {
      done.push(item);
      stopping.abort();
    });
    expect(done).toEqual(['a']);
  });
});
