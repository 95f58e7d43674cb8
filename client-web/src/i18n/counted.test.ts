import { createInstance } from 'i18next';
import { describe, expect, it } from 'vitest';
import { counted } from './counted.ts';

async function said(text: string, values: Record<string, unknown>): Promise<string> {
  const i18n = createInstance();
  await i18n.init({ lng: 'en', resources: {}, interpolation: { escapeValue: false } });
  i18n.services.formatter?.add('counted', counted);
  return i18n.services.interpolator.interpolate(text, values, 'en', {});
}

describe('a number with its noun', () => {
  const rows = '{{count, counted(one: row is; many: rows are)}} written';
  it.each([
    [0, '0 rows are written'],
    [1, '1 row is written'],
    [2, '2 rows are written'],
    ['1', '1 row is written'],
    ['1,001', '1,001 rows are written'],
    [-1, '-1 rows are written'],
  ])('%s', async (count, words) => {
    expect(await said(rows, { count })).toBe(words);
  });
  it('stands more than once in a sentence, beside other values', async () => {
    const text = '{{name}}: {{people, counted(one: person; many: people)}}, {{times, counted(one: time; many: times)}}';
    expect(await said(text, { name: '合唱团', people: 1, times: 3 })).toBe('合唱团: 1 person, 3 times');
  });
});
