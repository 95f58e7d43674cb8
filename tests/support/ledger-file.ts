import { readFileSync } from 'node:fs';
import { WORKBOOK_LIMITS } from '@red-points/server/imports/limits';
import { unpackWorkbook } from '@red-points/server/imports/unpack-workbook';
import { storedZip } from '@red-points/server/imports/zip-stored';
import { imports } from '@red-points/shared/contracts';
import type supertest from 'supertest';
import type { SignedInUser, TestApp } from './app.ts';

/** The hand-kept ledger of 2024 and what a correct import makes of it. */
export const SAMPLE = readFileSync(new URL('../fixtures/ledger-2024.xlsx', import.meta.url));
export const EXPECTED = JSON.parse(
  readFileSync(new URL('../fixtures/ledger-2024.expected.json', import.meta.url), 'utf8'),
) as {
  rows_accepted: number;
  rows_rejected: number;
  points: number;
  hours: number;
  residents: number;
  by_category: Record<string, number>;
  accepted: { row: number; name: string; phone: string; grid: string; date: string; item: string; points: number }[];
  rejected: { row: number; field: string; code: string }[];
};

const SAMPLE_COMMUNITIES = ['锦绣', '荷池', '望江', '梧桐', '柳亭'];
const SAMPLE_CODES = ['jinxiu', 'hechi', 'wangjiang', 'wutong', 'liuting'];

/** Adds what the sample ledger names and the test tree lacks: five communities of six grids each. */
export async function addSampleUnits(test: TestApp): Promise<void> {
  const known = await test.context.orgUnits.all();
  for (const [index, id] of SAMPLE_CODES.entries()) {
    const name = `${SAMPLE_COMMUNITIES[index]}社区`;
    const units = [{ id, name, kind: 'community' as const, parentId: 'qihe' }];
    const grids = [1, 2, 3, 4, 5, 6].map((grid) => ({
      id: `${id}-g${grid}`,
      name: `${name}第${grid}网格`,
      kind: 'grid' as const,
      parentId: id,
    }));
    for (const unit of [...units, ...grids]) {
      if (!known.has(unit.id)) await test.context.orgUnits.create(unit);
    }
  }
}

/** The sample with some cells changed: a text, a number, or null for nothing in the cell. */
export async function sampleWith(cells: Record<string, string | number | null>): Promise<Buffer> {
  const unpacked = await unpackWorkbook(SAMPLE, WORKBOOK_LIMITS);
  if (!unpacked.ok) throw new Error(unpacked.code);
  const path = [...unpacked.files.keys()].find((name) => name.startsWith('xl/worksheets/')) ?? '';
  let xml = unpacked.files.get(path)?.toString('utf8') ?? '';
  for (const [address, content] of Object.entries(cells)) {
    const cell = new RegExp(`<c r="${address}"(?: [^>]*)?(?:/>|>.*?</c>)`, 's');
    if (!cell.test(xml)) throw new Error(`the sample has no cell ${address}`);
    xml = xml.replace(cell, cellXml(address, content));
  }
  return storedZip(new Map([...unpacked.files, [path, Buffer.from(xml)]]));
}

function cellXml(address: string, content: string | number | null): string {
  if (content === null) return '';
  return typeof content === 'number'
    ? `<c r="${address}"><v>${content}</v></c>`
    : `<c r="${address}" t="inlineStr"><is><t>${content}</t></is></c>`;
}

/** Uploads a ledger as the console does. */
export function upload(user: SignedInUser, unitId: string, file: Buffer, fileName = '台账 2024.xlsx'): supertest.Test {
  return user.call(imports.upload, { query: { unitId } }).attach('file', file, fileName);
}

/** Waits until a confirmed import is posted: posting goes on after the confirmation was answered. */
export async function untilPosted(user: SignedInUser, importId: string): Promise<void> {
  for (;;) {
    const { body } = await user.call(imports.get, { params: { importId } }).expect(200);
    if (body.state === 'posted') return;
    if (body.state !== 'posting') throw new Error(`the import is ${body.state}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
