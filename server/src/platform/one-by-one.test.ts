import { beforeEach, describe, expect, it } from 'vitest';
import { oneByOne, stepByStep, togetherOrEach } from './one-by-one.ts';

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

const away = Object.assign(new Error('nobody there'), { name: 'MongoServerSelectionError' });

describe('the steps of a job', () => {
  const taken = async (failures: Readonly<Record<string, Error>>) => {
    const told: string[] = [];
    const step = (name: string) => async (): Promise<void> => {
      told.push(name);
      if (failures[name] !== undefined) throw failures[name];
    };
    const steps = { first: step('first'), second: step('second'), third: step('third') };
    const failed = await stepByStep(steps, { logger: { warn: () => undefined } }).catch(
      (error: Error) => error.message,
    );
    return [told.join(), failed];
  };

  it('are all taken, though one fails, and the job fails with it', async () => {
    expect(await taken({})).toEqual(['first,second,third', undefined]);
    expect(await taken({ first: new Error('no') })).toEqual(['first,second,third', 'no']);
  });

  it('end where the database is away', async () => {
    expect(await taken({ second: away })).toEqual(['first,second', 'nobody there']);
  });
});

describe('doing items together', () => {
  const way = { what: 'letter', idOf: (item: string) => item, logger: { warn: () => undefined } };
  const done: string[][] = [];
  const unless = (isBad: (item: string) => boolean, error: Error) => async (some: readonly string[]) => {
    done.push([...some]);
    if (some.some(isBad)) throw error;
  };
  beforeEach(() => done.splice(0));

  it('does them at once, and nothing where there are none', async () => {
    await togetherOrEach(
      ['a', 'b'],
      way,
      unless(() => false, new Error('no')),
    );
    await togetherOrEach(
      [],
      way,
      unless(() => true, new Error('no')),
    );
    expect(done).toEqual([['a', 'b']]);
  });

  it('leaves only that behind which cannot be done', async () => {
    const work = unless((item) => item === 'b', new Error('no b'));
    await expect(togetherOrEach(['a', 'b', 'c'], way, work)).rejects.toThrow('no b');
    expect(done).toEqual([['a', 'b', 'c'], ['a'], ['b'], ['c']]);
  });

  it('tries nothing one by one where the database is away', async () => {
    const away = Object.assign(new Error('nobody there'), { name: 'MongoServerSelectionError' });
    await expect(
      togetherOrEach(
        ['a', 'b'],
        way,
        unless(() => true, away),
      ),
    ).rejects.toThrow('nobody there');
    expect(done).toEqual([['a', 'b']]);
  });
});
