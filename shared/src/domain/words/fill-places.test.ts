import { expect, test } from 'vitest';
import { fillPlaces, placesOf } from './index.ts';

const fill = (text: string, value: string): string =>
  fillPlaces(text, (name) => (name === 'points' ? value : `<${name}>`));

test.each([
  ['0', '0 points are back'],
  ['1', '1 point is back'],
  ['+1', '+1 point is back'],
  ['−1', '−1 point is back'],
  ['2', '2 points are back'],
  ['11', '11 points are back'],
  ['1.5', '1.5 points are back'],
])('%s of something is said as "%s"', (value, said) => {
  expect(fill('{points|point is|points are} back', value)).toBe(said);
});

test('a place without forms is the value alone, and every place is found', () => {
  const text = '“{title}”: {points|point|points} of {max}';
  expect(fill(text, '1')).toBe('“<title>”: 1 point of <max>');
  expect(placesOf(text)).toEqual(['max', 'points', 'title']);
});
