import { describe, expect, it } from 'vitest';
import { categoryLookup, parseCategory } from './categories.ts';
import { columnLetters, textOf } from './cells.ts';
import { parseMinutes, parsePoints } from './parse-amounts.ts';
import { parseDate } from './parse-date.ts';
import { parsePhone } from './parse-phone.ts';
import { normaliseUnitName, parseUnit, unitLookup } from './units.ts';

const TODAY = '2026-11-23';

describe('a date cell', () => {
  it.each([
    ['2024/01/02', '2024-01-02'],
    ['2024-01-02', '2024-01-02'],
    ['2024.1.7', '2024-01-07'],
    ['2024年1月5日', '2024-01-05'],
    ['2024 年 1 月 5 号', '2024-01-05'],
    ['２０２４／１／５', '2024-01-05'],
    ['2024-01-02 08:30:00', '2024-01-02'],
    ['2024-01-02T00:00:00Z', '2024-01-02'],
    [new Date('2024-02-29T00:00:00Z'), '2024-02-29'],
    [new Date('2024-02-29T23:59:59Z'), '2024-02-29'],
    [45295, '2024-01-04'],
    [45295.75, '2024-01-04'],
    ['45295', '2024-01-04'],
    [36526, '2000-01-01'],
    [20240105, '2024-01-05'],
    ['20240105', '2024-01-05'],
    [TODAY, TODAY],
  ])('%j is the day %s', (cell, date) => {
    expect(parseDate(cell, TODAY)).toEqual({ ok: true, date });
  });

  it.each([
    '去年冬天',
    '2024-13-05',
    '2024年2月30日',
    '2023-02-29',
    '2024/0/1',
    '24.1.7',
    '1月5日',
    '',
    null,
    true,
    17,
    -45295,
    Number.NaN,
    20241305,
    new Date(Number.NaN),
    new Date('1899-12-30T01:30:00Z'),
  ])('%j is no day', (cell) => {
    expect(parseDate(cell, TODAY)).toEqual({ ok: false, code: 'date_invalid' });
  });

  it('after today is in the future', () => {
    for (const cell of [new Date('2031-05-01T00:00:00Z'), '2026-11-24', 50000]) {
      expect(parseDate(cell, TODAY)).toEqual({ ok: false, code: 'date_in_future' });
    }
  });

  it('in a workbook that counts from 1904 is 1462 days later', () => {
    expect(parseDate(45295 - 1462, TODAY, true)).toEqual({ ok: true, date: '2024-01-04' });
  });
});

describe('a phone cell', () => {
  it.each([
    15006685036,
    '15006685036',
    '+8615006685036',
    '+86 150 0668 5036',
    '0086-150-0668-5036',
    8615006685036,
    '150-0668-5036',
    '150 0668 5036',
    '１５００６６８５０３６',
    '＋８６１５００６６８５０３６',
    '15006685036.0',
  ])('%j is 15006685036', (cell) => {
    expect(parsePhone(cell)).toBe('15006685036');
  });

  it.each(['130083607', '12006685036', '150066850361', '0595-22661234', 'x15006685036', '', null, 1.5, 25006685036])(
    '%j is no mobile number',
    (cell) => {
      expect(parsePhone(cell)).toBeNull();
    },
  );
});

describe('a points cell', () => {
  it.each([
    [8, 8],
    ['8', 8],
    ['１５', 15],
    ['3分', 3],
    ['3 积分', 3],
    ['+8', 8],
    ['＋８分', 8],
    ['15.0', 15],
    ['1,000', 1000],
    [1000, 1000],
    [1, 1],
  ])('%j is %i points', (cell, points) => {
    expect(parsePoints(cell)).toEqual({ ok: true, points });
  });

  it.each([
    [null, 'points_invalid'],
    ['若干', 'points_invalid'],
    ['3～5', 'points_invalid'],
    [0, 'points_invalid'],
    [-5, 'points_invalid'],
    ['-5', 'points_invalid'],
    ['1e3', 'points_invalid'],
    [new Date('2024-01-05T00:00:00Z'), 'points_invalid'],
    [2.5, 'points_not_whole'],
    ['２．５', 'points_not_whole'],
    [1001, 'points_above_limit'],
    [100000, 'points_above_limit'],
  ])('%j is refused as %s', (cell, code) => {
    expect(parsePoints(cell)).toEqual({ ok: false, code });
  });
});

describe('a time cell', () => {
  it.each([
    [1.5, 90],
    ['1.5 ', 90],
    ['０．５', 30],
    ['3h', 180],
    ['2小时', 120],
    ['1.5个小时', 90],
    ['1个半小时', 90],
    ['半小时', 30],
    ['90分钟', 90],
    ['1小时30分', 90],
    ['2 hours', 120],
    [0.33, 20],
    [0, 0],
    [24, 1440],
    [new Date('1899-12-30T01:30:00Z'), 90],
  ])('%j is %i minutes', (cell, minutes) => {
    expect(parseMinutes(cell)).toEqual({ ok: true, minutes, missing: false });
  });

  it('that is empty is no time, and said to be missing', () => {
    expect(parseMinutes(null)).toEqual({ ok: true, minutes: 0, missing: true });
  });

  it('without a unit below a title in minutes counts minutes', () => {
    expect(parseMinutes('45', 'minutes')).toEqual({ ok: true, minutes: 45, missing: false });
    expect(parseMinutes('1小时', 'minutes')).toEqual({ ok: true, minutes: 60, missing: false });
  });

  it.each([-1, 25, '半天', 'h', '1~2小时', new Date('2024-01-05T00:00:00Z'), true])('%j is refused', (cell) => {
    expect(parseMinutes(cell)).toEqual({ ok: false, code: 'hours_invalid' });
  });
});

describe('a category cell', () => {
  const lookup = categoryLookup();
  it.each([
    ['志愿', 'volunteering'],
    ['志愿服务 ', 'volunteering'],
    ['调解', 'mediation'],
    ['纠纷调解', 'mediation'],
    ['文体活动', 'culture'],
    ['文 化', 'culture'],
  ])('%j is %s', (cell, category) => {
    expect(parseCategory(cell, lookup)).toBe(category);
  });

  it('that names none is unknown', () => {
    expect(parseCategory('其他', lookup)).toBeNull();
    expect(parseCategory(null, lookup)).toBeNull();
  });
});

describe('a grid cell', () => {
  const unit = (id: string, name: string, ...above: string[]) => ({ id, name, ancestorIds: [...above, id] });
  const units = [
    unit('qu', '泉安区'),
    unit('jinxiu', '锦绣社区', 'qu'),
    unit('jinxiu-g4', '第4网格', 'qu', 'jinxiu'),
    unit('jinxiu-g12', '第12网格', 'qu', 'jinxiu'),
    unit('hechi', '荷池社区', 'qu'),
    unit('hechi-g4', '第4网格', 'qu', 'hechi'),
  ];
  const lookup = unitLookup(units, 'jinxiu');

  it.each([
    ['锦绣社区第4网格', 'jinxiu-g4'],
    ['锦绣社区第四网格', 'jinxiu-g4'],
    ['锦绣 4 网格', 'jinxiu-g4'],
    ['锦绣社区０４网格', 'jinxiu-g4'],
    ['锦绣社区4号网格', 'jinxiu-g4'],
    ['泉安区锦绣社区第十二网格', 'jinxiu-g12'],
    ['荷池社区第4网格', 'hechi-g4'],
    ['荷池社区', 'hechi'],
    ['第4网格', 'jinxiu-g4'],
  ])('%j is %s', (cell, unitId) => {
    expect(parseUnit(cell, lookup)).toBe(unitId);
  });

  it('that names no unit, or one of several elsewhere, is unknown', () => {
    expect(parseUnit('锦绣社区第9网格', lookup)).toBeNull();
    expect(parseUnit('', lookup)).toBeNull();
    expect(parseUnit('第4网格', unitLookup(units, 'qu'))).toBeNull();
  });

  it('is known without its parent where the unit carries the parent in its name', () => {
    const full = [units[1], unit('jinxiu-g4', '锦绣社区第4网格', 'qu', 'jinxiu')].filter(
      (known) => known !== undefined,
    );
    for (const cell of ['锦绣社区第4网格', '锦绣4网格', '第四网格']) {
      expect(parseUnit(cell, unitLookup(full, 'jinxiu'))).toBe('jinxiu-g4');
    }
  });

  it('keeps numbers apart that only begin alike', () => {
    expect(normaliseUnitName('第10网格')).not.toBe(normaliseUnitName('第1网格'));
    expect(normaliseUnitName('第二十三网格')).toBe('23网格');
  });
});

describe('the text of a cell', () => {
  it('has ordinary letters, digits and spaces', () => {
    expect(textOf(' ＡＢ１２　')).toBe('AB12');
    expect(textOf(new Date('2024-01-05T00:00:00Z'))).toBe('2024-01-05');
    expect(textOf(undefined)).toBe('');
  });

  it('has an address as spreadsheets write it', () => {
    expect([0, 25, 26, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'ZZ', 'AAA']);
  });
});
