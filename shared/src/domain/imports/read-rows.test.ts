import { describe, expect, it } from 'vitest';
import {
  type AttendanceRow,
  attendanceReader,
  type CellValue,
  COLUMNS_OF,
  categoryLookup,
  findHeader,
  type ImportKind,
  mayBeKept,
  parseTime,
  type RowVerdictOf,
  residentReader,
  ruleReader,
  type SheetHeader,
  type SheetRow,
  unitLookup,
} from './index.ts';

const UNITS = unitLookup(
  [
    { id: 'jinxiu', name: '锦绣社区', ancestorIds: ['jinxiu'] },
    { id: 'jinxiu-g1', name: '第1网格', ancestorIds: ['jinxiu', 'jinxiu-g1'] },
  ],
  'jinxiu',
);

function headerOf(kind: ImportKind, titles: SheetRow): SheetHeader {
  const found = findHeader([titles], COLUMNS_OF[kind]);
  if (!found.ok) throw new Error(`missing ${found.missing.join()}`);
  return found.header;
}

const codesOf = (verdict: RowVerdictOf<unknown>): string[] =>
  verdict.outcome === 'skipped' ? [verdict.reason] : verdict.errors.map(({ code }) => code);

describe('a time of day', () => {
  it.each<[CellValue, number | null, string | null]>([
    ['9:05', 545, null],
    ['09：05：30', 545, null],
    ['下午2:30', 870, null],
    ['9点5分', 545, null],
    [0.5, 720, null],
    [new Date('1899-12-30T13:45:00Z'), 825, null],
    ['2026-11-23 08:30', 510, '2026-11-23'],
    [new Date('2026-11-23T08:30:00Z'), 510, '2026-11-23'],
    ['', null, null],
    [null, null, null],
  ])('%j is minute %j', (cell, minuteOfDay, date) => {
    expect(parseTime(cell)).toEqual({ ok: true, minuteOfDay, date });
  });

  it.each<CellValue>(['上午', '25:00', '9:75', 1.5, -0.1, 'noon', new Date(Number.NaN)])('%j is none', (cell) => {
    expect(parseTime(cell)).toEqual({ ok: false });
  });
});

describe('a row of an attendance list', () => {
  const startsAtMs = Date.parse('2026-11-23T09:00:00+08:00');
  const plan = { startsAtMs, endsAtMs: startsAtMs + 2 * 3_600_000, date: '2026-11-23' };
  const header = headerOf('roster', ['姓名', '手机', '签到', '签退', '时长（小时）']);
  const stayOf = (...cells: SheetRow): Pick<AttendanceRow, 'inAtMs' | 'outAtMs'> | string[] => {
    const verdict = attendanceReader(header, plan)(['柯文', null, ...cells], 2);
    if (verdict.outcome === 'skipped' || verdict.value === null) return codesOf(verdict);
    const { inAtMs, outAtMs } = verdict.value;
    return { inAtMs: (inAtMs - startsAtMs) / 60_000, outAtMs: (outAtMs - startsAtMs) / 60_000 };
  };

  it.each<[SheetRow, number, number]>([
    [[null, null, null], 0, 120],
    [['9:10', null, null], 10, 120],
    [[null, '10:30', null], 0, 90],
    [[null, null, 1.5], 0, 90],
    [['9:30', null, 1], 30, 90],
    [[null, '11:00', 1], 60, 120],
    [['8:30', '12:30', null], -30, 120],
  ])('%j counts from minute %i to %i of the activity', (cells, inAtMs, outAtMs) => {
    expect(stayOf(...cells)).toEqual({ inAtMs, outAtMs });
  });

  it.each<[SheetRow, string]>([
    [['10:00', '9:30', null], 'time_order'],
    [['7:00', null, null], 'time_outside'],
    [['11:00', null, null], 'time_order'],
    [['2026-11-21 09:00', null, null], 'time_other_day'],
    [['早上', null, null], 'time_invalid'],
    [[null, null, '很久'], 'hours_invalid'],
  ])('%j is refused as %s', (cells, code) => {
    expect(stayOf(...cells)).toEqual([code]);
  });

  it('of an activity over midnight may end on the next day, which nobody writes down', () => {
    const night = Date.parse('2026-11-23T23:00:00+08:00');
    const read = attendanceReader(header, { startsAtMs: night, endsAtMs: night + 3 * 3_600_000, date: '2026-11-23' });
    const verdict = read(['柯文', null, '23:10', '1:40', null], 2);
    expect(verdict).toMatchObject({ value: { inAtMs: night + 600_000, outAtMs: night + 9_600_000 } });
  });
});

describe('a row of a list of residents', () => {
  const header = headerOf('residents', ['姓名', '电话', '网格', '出生日期']);
  const read = () => residentReader(header, { today: '2026-11-23', units: UNITS, serveUnits: UNITS });

  it('needs no phone, and keeps a birth date of the last century', () => {
    const verdict = read()(['林 秀珠', null, '第一网格', '1936年3月8日'], 2);
    expect(verdict).toMatchObject({
      errors: [],
      value: { name: '林秀珠', phone: null, unitId: 'jinxiu-g1', birthDate: '1936-03-08' },
    });
  });

  it('is a doubt where a phone has two names, and no doubt but an error where it is the same person', () => {
    const one = read();
    const rows: SheetRow[] = [
      ['甲', '13700000001', '第1网格'],
      ['乙', '13700000001', '第1网格'],
      ['甲', '13700000001', '第1网格'],
      ['丙', null, '第1网格', '1950-01-01'],
      ['丙', null, '第1网格', '1980-01-01'],
    ];
    const codes = rows.map((cells, index) => codesOf(one(cells, index + 2)));
    expect(codes).toEqual([[], ['phone_shared'], ['person_duplicate'], [], ['name_repeated']]);
    expect(mayBeKept(['phone_shared'])).toBe(true);
    expect(mayBeKept(['person_duplicate'])).toBe(false);
    expect(mayBeKept(['phone_shared', 'birth_date_invalid'])).toBe(false);
    expect(mayBeKept([])).toBe(false);
  });

  it('that lies inside merged cells is refused there, whatever the cell is', () => {
    expect(read()(['甲', null, '第1网格', null], 5, [3])).toMatchObject({
      value: null,
      errors: [{ field: 'birthDate', code: 'cell_merged', cell: 'D5' }],
    });
  });

  it('is skipped where it is a sum or a note', () => {
    expect([['合计', null], ['填表人：张三']].map((cells) => codesOf(read()(cells, 2)))).toEqual([
      ['subtotal'],
      ['note'],
    ]);
  });
});

describe('a row of a scheme', () => {
  const header = headerOf('rules', ['编号', '名称', '类别', '单位', '分值', '系数', '生效日期', '截止日期']);
  const read = () => ruleReader(header, { today: '2026-11-23', categories: categoryLookup() });

  it('says a clause; what it leaves out means none, and it holds from today', () => {
    expect(read()(['zy-03', '楼道清洁', '志愿', '每小时', '2分', null, null, null], 2)).toMatchObject({
      errors: [],
      value: { code: 'ZY-03', unit: 'hour', points: 2, coefficient: 1, capDay: null, validFrom: '2026-11-23' },
    });
  });

  it('is refused where it contradicts itself, repeats a code, or its numbers are none', () => {
    const one = read();
    const good: SheetRow = ['ZY-03', '甲', '志愿', '次', 2, 1, '2027-01-01', '2026-12-31'];
    expect(codesOf(one(good, 2))).toEqual(['terms_contradictory']);
    expect(codesOf(one(['ZY-04', '甲', '志愿', '次', 2.5, 11, null, null], 3))).toEqual([
      'number_invalid',
      'number_invalid',
    ]);
    expect(codesOf(one(['ZY-05', '甲', '志愿', '件', 2, null, null, null], 4))).toEqual([]);
    expect(codesOf(one(['ZY-05', '乙', '志愿', '件', 2, null, null, null], 5))).toEqual(['code_duplicate']);
  });
});
