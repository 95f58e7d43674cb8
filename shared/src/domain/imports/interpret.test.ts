import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CellValue,
  categoryLookup,
  findHeader,
  importTally,
  type RowVerdict,
  rowInterpreter,
  type SheetRow,
  unitLookup,
} from './index.ts';

const TODAY = '2026-11-23';
const SEED = Number(process.env.FAST_CHECK_SEED ?? Date.now());
console.info(`imports: fast-check seed ${SEED} (FAST_CHECK_SEED repeats it)`);

const TITLES = ['序号', '姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分', '备注'];
const units = unitLookup(
  [
    { id: 'jinxiu', name: '锦绣社区', ancestorIds: ['jinxiu'] },
    ...[1, 2, 3, 4, 5, 6].map((n) => ({
      id: `jinxiu-g${n}`,
      name: `第${n}网格`,
      ancestorIds: ['jinxiu', `jinxiu-g${n}`],
    })),
  ],
  'jinxiu',
);
const context = { today: TODAY, units, categories: categoryLookup() };
const ROW: SheetRow = [
  1,
  '柯文',
  '15006685036',
  '锦绣社区第4网格',
  '2024-01-02',
  '调解',
  '物业矛盾协调',
  '3h',
  15,
  null,
];

/** Reads a sheet whole: the header is found, each row below it gets its verdict. */
function readSheet(...rows: SheetRow[]): RowVerdict[] {
  const found = findHeader(rows);
  if (!found.ok) {
    throw new Error(`no header: ${found.missing.join()}`);
  }
  const interpret = rowInterpreter(found.header, context);
  return rows.slice(found.header.row).map((cells, index) => interpret(cells, found.header.row + index + 1));
}

function withCells(change: Record<number, CellValue>): SheetRow {
  return ROW.map((cell, index) => (index in change ? (change[index] ?? null) : cell));
}

describe('the header', () => {
  it('is found below title rows, with the columns in any order and with trimmings', () => {
    const found = findHeader([
      ['锦绣社区“红色积分”台账'],
      [],
      ['积分（分）', null, '*姓名', '手机号码：', '时 长（小时）', '事项', '类 别', '日期', '网格'],
    ]);
    expect(found).toEqual({
      ok: true,
      header: {
        row: 3,
        columns: { points: 0, name: 2, phone: 3, hours: 4, item: 5, category: 6, date: 7, grid: 8 },
        timeUnit: 'hours',
      },
    });
  });

  it('with a column in minutes says so', () => {
    const found = findHeader([['姓名', '电话', '网格', '日期', '类别', '事项', '时长（分钟）', '积分']]);
    expect(found).toMatchObject({ ok: true, header: { timeUnit: 'minutes' } });
  });

  it('takes the surer of two titles for one column', () => {
    const found = findHeader([['登记日期', '姓名', '电话', '网格', '日期', '类别', '事项', '积分']]);
    expect(found).toMatchObject({ ok: true, header: { columns: { date: 4 } } });
  });

  it('that is not there is refused with the columns that are missing', () => {
    expect(findHeader([['姓名', '电话', '网格', '日期', '类别', '事项'], ['a']])).toEqual({
      ok: false,
      missing: ['points'],
    });
    expect(findHeader([])).toMatchObject({ ok: false });
    expect(findHeader([...Array.from({ length: 50 }, () => []), TITLES])).toMatchObject({ ok: false });
  });
});

describe('a row', () => {
  it('that is right is accepted, with its values in standard form', () => {
    expect(readSheet(TITLES, ROW)).toEqual([
      {
        outcome: 'accepted',
        row: 2,
        name: '柯文',
        phone: '15006685036',
        gridName: '锦绣社区第4网格',
        unitId: 'jinxiu-g4',
        date: '2024-01-02',
        category: 'mediation',
        item: '物业矛盾协调',
        minutes: 180,
        points: 15,
        warnings: [],
      },
    ]);
  });

  it('with several bad cells is rejected with each of them, its address and what was written', () => {
    const bad = withCells({
      1: null,
      2: '130083607',
      3: '月亮第1网格',
      4: '去年冬天',
      5: '其他',
      6: '',
      7: '半天',
      8: 2.5,
    });
    expect(readSheet(TITLES, bad)).toEqual([
      {
        outcome: 'rejected',
        row: 2,
        texts: {
          name: '',
          phone: '130083607',
          grid: '月亮第1网格',
          date: '去年冬天',
          category: '其他',
          item: '',
          hours: '半天',
          points: '2.5',
        },
        errors: [
          { field: 'name', code: 'name_missing', cell: 'B2' },
          { field: 'phone', code: 'phone_invalid', cell: 'C2' },
          { field: 'grid', code: 'grid_unknown', cell: 'D2' },
          { field: 'date', code: 'date_invalid', cell: 'E2' },
          { field: 'category', code: 'category_unknown', cell: 'F2' },
          { field: 'item', code: 'item_missing', cell: 'G2' },
          { field: 'hours', code: 'hours_invalid', cell: 'H2' },
          { field: 'points', code: 'points_not_whole', cell: 'I2' },
        ],
      },
    ]);
  });

  it('with too long a name or item is rejected', () => {
    const [verdict] = readSheet(TITLES, withCells({ 1: '长'.repeat(51), 6: '长'.repeat(101) }));
    expect(verdict).toMatchObject({ errors: [{ code: 'name_too_long' }, { code: 'item_too_long' }] });
  });

  it('that repeats an accepted one is a duplicate, whatever its points and its spelling', () => {
    const [, again] = readSheet(TITLES, ROW, withCells({ 2: 15006685036, 4: '2024年1月2日', 5: '纠纷调解', 8: 4 }));
    expect(again).toMatchObject({
      outcome: 'rejected',
      row: 3,
      errors: [{ field: 'row', code: 'row_duplicate', cell: '' }],
    });
  });

  it('that repeats one rejected for a typing error is accepted', () => {
    const [bad, good] = readSheet(TITLES, withCells({ 8: '若干' }), ROW);
    expect([bad?.outcome, good?.outcome]).toEqual(['rejected', 'accepted']);
  });

  it('of the same person on another day, category or item is accepted', () => {
    const verdicts = readSheet(
      TITLES,
      ROW,
      withCells({ 4: '2024-01-03' }),
      withCells({ 5: '文化' }),
      withCells({ 6: '邻里' }),
    );
    expect(verdicts.map((verdict) => verdict.outcome)).toEqual(Array(4).fill('accepted'));
  });

  it('whose phone had another name or grid above is accepted with a warning', () => {
    const [, other] = readSheet(TITLES, ROW, withCells({ 1: '柯雯', 3: '第1网格', 4: '2024-01-03', 7: null }));
    expect(other).toMatchObject({
      outcome: 'accepted',
      warnings: [
        { field: 'name', code: 'name_conflict', cell: 'B3' },
        { field: 'grid', code: 'grid_conflict', cell: 'D3' },
        { field: 'hours', code: 'hours_missing', cell: 'H3' },
      ],
    });
  });

  it('has the spaces taken out of a padded Chinese name and left in another', () => {
    const names = ['张　三', ' 张 三 ', 'Li  Wei'].map((name, day) => withCells({ 1: name, 4: `2024-01-0${day + 1}` }));
    expect(readSheet(TITLES, ...names).map((verdict) => 'name' in verdict && verdict.name)).toEqual([
      '张三',
      '张三',
      'Li Wei',
    ]);
  });
});

describe('a row that is no entry', () => {
  it.each<[string, SheetRow]>([
    ['blank', []],
    ['blank', [null, ' ', null]],
    ['blank', [17, null, null]],
    ['subtotal', [null, '1月小计', null, null, null, null, null, null, 249]],
    ['subtotal', ['合 计', null, null, null, null, null, null, null, 2309]],
    ['subtotal', [null, null, null, null, null, null, '总计：', 12.5, 2309]],
    ['header', TITLES],
    ['note', ['填表人：张三', null, null, '审核人：李四']],
    ['note', ['二月份']],
  ])('is skipped as %s', (reason, cells) => {
    expect(readSheet(TITLES, cells)).toEqual([{ outcome: 'skipped', row: 2, reason }]);
  });

  it('is not seen in a remark beside the columns that might be an entry', () => {
    expect(readSheet(TITLES, ['补录张三志愿服务三分'])[0]?.outcome).toBe('rejected');
  });

  it('is not seen in an entry that mentions a total, nor in one that lost its name', () => {
    const verdicts = readSheet(TITLES, withCells({ 6: '年度积分合计公示' }), withCells({ 1: null, 6: '小计' }));
    expect(verdicts.map((verdict) => verdict.outcome)).toEqual(['accepted', 'rejected']);
  });
});

describe('the figures', () => {
  it('count accepted and rejected rows, residents once, and add points and minutes', () => {
    const tally = importTally();
    for (const verdict of readSheet(TITLES, ROW, ROW, withCells({ 4: 45295 }), withCells({ 2: '13008779616' }), [])) {
      tally.add(verdict);
    }
    expect(tally.totals()).toEqual({
      accepted: 3,
      rejected: 1,
      skipped: { blank: 1, subtotal: 0, header: 0, note: 0 },
      residents: 2,
      points: 45,
      minutes: 540,
    });
  });
});

/** One entry and two ways of writing it down. */
const twoWritings = fc
  .record({
    day: fc.integer({ min: Date.UTC(2001, 0, 1) / 86_400_000, max: Date.UTC(2026, 10, 23) / 86_400_000 }),
    phone: fc.integer({ min: 0, max: 999_999_999 }).map((rest) => `13${String(rest).padStart(9, '0')}`),
    grid: fc.integer({ min: 1, max: 6 }),
    category: fc.constantFrom(
      ['志愿', '志愿服务', '志愿服务 '],
      ['调解', '纠纷调解', '矛盾调解'],
      ['文化', '文体活动'],
    ),
    quarters: fc.integer({ min: 1, max: 96 }),
    points: fc.integer({ min: 1, max: 1000 }),
  })
  .chain((entry) => {
    const writing = fc.tuple(
      fc.constantFrom('柯文', '柯　文', ' 柯 文'),
      fc.constantFrom<CellValue>(...phoneWritings(entry.phone)),
      fc.constantFrom(...[`锦绣社区第${entry.grid}网格`, `锦绣${entry.grid}网格`, `第${entry.grid}网格 `]),
      fc.constantFrom<CellValue>(...dateWritings(entry.day)),
      fc.constantFrom(...entry.category),
      fc.constantFrom('邻里纠纷调解', ' 邻里纠纷调解　'),
      fc.constantFrom<CellValue>(...amountWritings(entry.quarters / 4, ['小时', 'h', ' ', '个小时'])),
      fc.constantFrom<CellValue>(...amountWritings(entry.points, ['分', '积分', ' 分']), `+${entry.points}`),
    );
    return fc.tuple(writing, writing);
  });

function phoneWritings(phone: string): CellValue[] {
  const spaced = `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`;
  return [phone, Number(phone), `+86${phone}`, spaced, spaced.replaceAll(' ', '-'), fullWidth(phone)];
}

function dateWritings(day: number): CellValue[] {
  const date = new Date(day * 86_400_000);
  const iso = date.toISOString().slice(0, 10);
  const [year, month, dayOfMonth] = iso.split('-').map(Number);
  return [
    iso,
    iso.replaceAll('-', '/'),
    `${year}.${month}.${dayOfMonth}`,
    `${year}年${month}月${dayOfMonth}日`,
    date,
    day + 25_569,
  ];
}

function amountWritings(amount: number, suffixes: string[]): CellValue[] {
  return [amount, String(amount), fullWidth(String(amount)), ...suffixes.map((suffix) => `${amount}${suffix}`)];
}

function fullWidth(text: string): string {
  return [...text].map((character) => String.fromCharCode(character.charCodeAt(0) + 0xfee0)).join('');
}

describe('any entry', () => {
  it('comes out the same however its cells are written', () => {
    fc.assert(
      fc.property(twoWritings, ([one, other]) => {
        const [first] = readSheet(TITLES, ['', ...one]);
        const [second] = readSheet(TITLES, ['', ...other]);
        expect(first?.outcome).toBe('accepted');
        expect({ ...second, gridName: '' }).toEqual({ ...first, gridName: '' });
        const [, repeated] = readSheet(TITLES, ['', ...one], ['', ...other]);
        expect(repeated).toMatchObject({ errors: [{ code: 'row_duplicate' }] });
      }),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('comes out the same in whatever order the columns stand', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray(TITLES, { minLength: TITLES.length }),
        fc.array(fc.constantFrom(...ROW, '若干', null), { minLength: 10, maxLength: 10 }),
        (order, cells) => {
          const place = (row: SheetRow) => order.map((title) => row[TITLES.indexOf(title)] ?? null);
          const strip = (verdicts: RowVerdict[]) => JSON.stringify(verdicts).replaceAll(/"cell":"[A-Z]+\d+"/g, '');
          const shuffled = readSheet(place(TITLES), place(cells));
          expect(strip(shuffled)).toBe(strip(readSheet(TITLES, cells)));
        },
      ),
      { seed: SEED, numRuns: 500 },
    );
  });

  it('gets a verdict whatever its cells hold, and never throws', () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.double(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.date({ noInvalidDate: false }),
    );
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 12 }), (cells) => {
        expect(['accepted', 'rejected', 'skipped']).toContain(readSheet(TITLES, cells)[0]?.outcome);
      }),
      { seed: SEED, numRuns: 1000 },
    );
  });
});
