import { readFileSync } from 'node:fs';
import {
  type AcceptedRow,
  categoryLookup,
  importTally,
  type RejectedRow,
  rowInterpreter,
  unitLookup,
} from '@red-points/shared/domain/imports';
import { describe, expect, it } from 'vitest';
import { WORKBOOK_LIMITS } from './limits.ts';
import { readWorkbook } from './read-workbook.ts';
import { deflatedZip, rowsXml, rowXml, workbookFile, workbookParts } from './test-workbooks.ts';
import { storedZip } from './zip-stored.ts';

const FIXTURES = new URL('../../../tests/fixtures/', import.meta.url);
const SAMPLE = readFileSync(new URL('ledger-2024.xlsx', FIXTURES));
const TITLES = ['序号', '姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];
const ENTRY = [1, '柯文', 15006685036, '锦绣社区第4网格', 45295, '调解', '物业矛盾协调', 1.5, 8];
const SHEET_PATH = 'xl/worksheets/sheet1.xml';

interface Expected {
  rows_accepted: number;
  rows_rejected: number;
  points: number;
  hours: number;
  residents: number;
  by_category: Record<string, number>;
  accepted: {
    row: number;
    name: string;
    phone: string;
    grid: string;
    date: string;
    category: string;
    item: string;
    hours: number;
    points: number;
  }[];
  rejected: { row: number; field: string; code: string }[];
}

const EXPECTED = JSON.parse(readFileSync(new URL('ledger-2024.expected.json', FIXTURES), 'utf8')) as Expected;
const CATEGORY_NAMES: Record<string, string> = { volunteering: '志愿服务', mediation: '矛盾调解', culture: '文化活动' };
const COMMUNITIES = { jinxiu: '锦绣', hechi: '荷池', wangjiang: '望江', wutong: '梧桐', liuting: '柳亭' };
const UNITS = Object.entries(COMMUNITIES).flatMap(([id, name]) => [
  { id, name: `${name}社区`, ancestorIds: ['city', 'district', 'street', id] },
  ...[1, 2, 3, 4, 5, 6].map((grid) => ({
    id: `${id}-g${grid}`,
    name: `第${grid}网格`,
    ancestorIds: ['city', 'district', 'street', id, `${id}-g${grid}`],
  })),
]);

async function readSample() {
  const read = await readWorkbook(SAMPLE);
  if (!read.ok) {
    throw new Error(read.code);
  }
  const interpret = rowInterpreter(read.sheet.header, {
    today: '2026-11-23',
    units: unitLookup(UNITS, 'jinxiu'),
    categories: categoryLookup(),
    epoch1904: read.sheet.epoch1904,
  });
  return read.sheet.rows.map(({ row, cells }) => interpret(cells, row));
}

describe('the hand-kept ledger of 2024', () => {
  it('comes out with exactly the expected figures', async () => {
    const tally = importTally();
    for (const verdict of await readSample()) {
      tally.add(verdict);
    }
    const { accepted, rejected, residents, points, minutes } = tally.totals();
    expect({ accepted, rejected, residents, points, hours: minutes / 60 }).toEqual({
      accepted: EXPECTED.rows_accepted,
      rejected: EXPECTED.rows_rejected,
      residents: EXPECTED.residents,
      points: EXPECTED.points,
      hours: EXPECTED.hours,
    });
  });

  it('has every accepted row as expected, field by field, and each in its grid', async () => {
    const rows = (await readSample()).filter((verdict): verdict is AcceptedRow => verdict.outcome === 'accepted');
    const comparable = rows.map((row) => ({
      row: row.row,
      name: row.name,
      phone: row.phone,
      grid: row.gridName,
      date: row.date,
      category: CATEGORY_NAMES[row.category],
      item: row.item,
      hours: row.minutes / 60,
      points: row.points,
    }));
    expect(comparable).toEqual(EXPECTED.accepted);
    const gridIdOf = (name: string) => {
      const [, community, grid] = /^(..)社区第(\d)网格$/.exec(name) ?? [];
      return `${Object.entries(COMMUNITIES).find(([, known]) => known === community)?.[0]}-g${grid}`;
    };
    expect(rows.map((row) => row.unitId)).toEqual(rows.map((row) => gridIdOf(row.gridName)));
    expect(rows.flatMap((row) => row.warnings)).toEqual([]);
  });

  it('has every rejected row as expected, with its field and code', async () => {
    const rows = (await readSample()).filter((verdict): verdict is RejectedRow => verdict.outcome === 'rejected');
    const reasons = rows.flatMap((row) => row.errors.map(({ field, code }) => ({ row: row.row, field, code })));
    expect(reasons).toEqual(EXPECTED.rejected.map(({ row, field, code }) => ({ row, field, code })));
  });
});

describe('a workbook', () => {
  it('has its ledger found on whichever sheet it stands, and tells of another', async () => {
    const file = workbookFile({
      说明: rowsXml([['填写说明'], ['请按表填写']]),
      一季度: rowsXml([['台账'], TITLES, ENTRY]),
      二季度: rowsXml([TITLES, ENTRY]),
    });
    expect(await readWorkbook(file)).toMatchObject({
      ok: true,
      sheet: {
        name: '一季度',
        header: { row: 2 },
        otherSheets: ['二季度'],
        rows: [{ row: 3, cells: ENTRY }],
      },
    });
  });

  it('keeps the numbers of its rows where blank ones stand between, and says that it counts from 1904', async () => {
    const rows = rowXml(2, TITLES) + rowXml(3, [null]) + rowXml(40, ENTRY);
    const read = await readWorkbook(workbookFile({ 台账: rows }, '<workbookPr date1904="1"/>'));
    expect(read).toMatchObject({ ok: true, sheet: { epoch1904: true, rows: [{ row: 40 }] } });
  });

  it('of 100,000 rows is read', async () => {
    const entries = Array.from({ length: 99_999 }, () => ENTRY);
    const read = await readWorkbook(workbookFile({ 台账: rowsXml([TITLES, ...entries]) }));
    expect(read.ok && read.sheet.rows.length).toBe(99_999);
  }, 180_000);

  it('is read although another one is being refused', async () => {
    const [refused, read] = await Promise.all([readWorkbook(Buffer.from('PK no')), readWorkbook(SAMPLE)]);
    expect([refused.ok, read.ok]).toEqual([false, true]);
  });
});

describe('a file is refused, with the reason:', () => {
  const refusalOf = async (bytes: Uint8Array, limits = WORKBOOK_LIMITS) => {
    const read = await readWorkbook(bytes, {}, limits);
    return read.ok ? 'read' : read.code;
  };

  it.each<[string, string, Buffer]>([
    ['nothing', 'import_file_not_workbook', Buffer.alloc(0)],
    ['a text', 'import_file_not_workbook', Buffer.from('姓名,联系电话\n柯文,15006685036\n')],
    ['a workbook of the old format', 'import_file_not_workbook', compoundFile('Workbook')],
    ['a workbook locked by a password', 'import_file_encrypted', compoundFile('EncryptedPackage')],
    ['an archive of something else', 'import_file_not_workbook', deflatedZip(new Map([['a.txt', Buffer.from('a')]]))],
    ['a file cut short', 'import_file_broken', SAMPLE.subarray(0, SAMPLE.length - 4000)],
    ['the beginning of an archive', 'import_file_broken', Buffer.from('PK\u0003\u0004')],
    [
      'an archive with a locked part',
      'import_file_encrypted',
      deflatedZip(workbookParts({ 台账: '' }), { [SHEET_PATH]: { encrypted: true } }),
    ],
    [
      'an archive packed in an unknown way',
      'import_file_broken',
      deflatedZip(workbookParts({ 台账: '' }), { [SHEET_PATH]: { method: 14 } }),
    ],
    ['a workbook without its sheet', 'import_file_broken', withoutSheet()],
    [
      'a workbook with a sheet that is no XML',
      'import_file_broken',
      workbookFile({ 台账: '<row r="1"><c r="A1" t="zz"><v>1</v></c></row>' }),
    ],
  ])('%s is %s', async (_, code, bytes) => {
    expect(await refusalOf(bytes)).toBe(code);
  });

  it('a sheet without the titles, which names those that are missing', async () => {
    const file = workbookFile({ 台账: rowsXml([TITLES.filter((title) => title !== '积分'), ENTRY]) });
    expect(await readWorkbook(file)).toEqual({ ok: false, code: 'import_header_missing', missingColumns: ['points'] });
    expect(await refusalOf(workbookFile({ 空: '' }))).toBe('import_header_missing');
  });

  it('a sheet of 200,000 rows', async () => {
    const entries = Array.from({ length: 200_000 }, () => ENTRY);
    const file = workbookFile({ 台账: rowsXml([TITLES, ...entries]) });
    expect(file.length).toBeLessThan(WORKBOOK_LIMITS.fileBytesMax);
    expect(await refusalOf(file)).toBe('import_too_many_rows');
  }, 180_000);

  it('a file of more than 20 MB', async () => {
    expect(await refusalOf(Buffer.alloc(20 * 1024 * 1024 + 1, 'PK'))).toBe('import_file_too_large');
  });

  it('an archive that says it inflates a thousandfold', async () => {
    const bomb = deflatedZip(workbookParts({ 台账: ' '.repeat(WORKBOOK_LIMITS.inflatedBytesMax) }));
    expect(bomb.length).toBeLessThan(1_000_000);
    expect(await refusalOf(bomb)).toBe('import_zip_bomb');
  });

  it('an archive that inflates a thousandfold and says it does not', async () => {
    const limits = { ...WORKBOOK_LIMITS, inflatedBytesMax: 20_000_000 };
    const lie = { [SHEET_PATH]: { inflatedBytes: 1000 } };
    const bomb = deflatedZip(workbookParts({ 台账: ' '.repeat(limits.inflatedBytesMax) }), lie);
    expect(await refusalOf(bomb, limits)).toBe('import_zip_bomb');
  });

  it('an archive of very many parts', async () => {
    const parts = workbookParts({ 台账: '' });
    for (let part = 0; part < 3000; part += 1) {
      parts.set(`xl/drawings/drawing${part}.xml`, Buffer.from('<a/>'));
    }
    expect(await refusalOf(storedZip(parts))).toBe('import_zip_bomb');
  });

  it('a part that stands twice, so that two readers could see two things', async () => {
    const archive = storedZip(workbookParts({ 甲: '', 乙: '' }));
    const twice = Buffer.from(archive.toString('latin1').replaceAll('sheet2.xml', 'sheet1.xml'), 'latin1');
    expect(await refusalOf(twice)).toBe('import_file_broken');
  });

  it('a sheet whose reading takes more memory than it may', async () => {
    const far = workbookFile({ 台账: `${rowXml(1, TITLES)}<row r="9999999999"><c r="A9999999999"><v>1</v></c></row>` });
    expect(await refusalOf(far, { ...WORKBOOK_LIMITS, heapMegabytesMax: 64 })).toBe('import_file_too_complex');
  });

  it('a sheet whose reading takes more time than it may', async () => {
    expect(await refusalOf(SAMPLE, { ...WORKBOOK_LIMITS, readingTimeMsMax: 1 })).toBe('import_file_too_complex');
  });
});

function compoundFile(stream: string): Buffer {
  const signature = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  return Buffer.concat([signature, Buffer.alloc(504), Buffer.from(stream, 'utf16le'), Buffer.alloc(400)]);
}

function withoutSheet(): Buffer {
  const parts = workbookParts({ 台账: '' });
  parts.delete(SHEET_PATH);
  return deflatedZip(parts);
}
