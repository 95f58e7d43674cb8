import { rowsXml, workbookFile } from '@red-points/server/imports/test-workbooks';
import { type ImportMapping, type ImportRow, imports } from '@red-points/shared/contracts';
import type { ImportKind } from '@red-points/shared/domain/imports';
import readXlsxFile from 'read-excel-file/node';
import type supertest from 'supertest';
import type { SignedInUser } from './app.ts';

export type SheetCells = readonly (string | number | null)[];

/** A workbook of one sheet. */
export function sheetOf(rows: readonly SheetCells[], name = '名册'): Buffer {
  return workbookFile({ [name]: rowsXml(rows) });
}

export interface SheetUpload {
  readonly kind: ImportKind;
  readonly unitId?: string;
  readonly activityId?: string;
  readonly fileName?: string;
  readonly mapping?: ImportMapping;
}

function send(
  endpoint: typeof imports.upload | typeof imports.inspect,
  user: SignedInUser,
  file: Buffer,
  { kind, unitId = 'jinxiu', activityId, fileName = '表格.xlsx', mapping }: SheetUpload,
): supertest.Test {
  const request = user.call(endpoint, { query: { unitId, kind, activityId } }).attach('file', file, fileName);
  return mapping === undefined ? request : request.field('mapping', JSON.stringify(mapping));
}

/** Uploads a sheet as the console does. */
export const uploadSheet = (user: SignedInUser, file: Buffer, as: SheetUpload): supertest.Test =>
  send(imports.upload, user, file, as);

/** Looks into a file as the console does before. */
export const inspectSheets = (user: SignedInUser, file: Buffer, as: SheetUpload): supertest.Test =>
  send(imports.inspect, user, file, as);

/** The rows of an import, at most two hundred. */
export async function rowsOf(user: SignedInUser, importId: string, show = 'all'): Promise<ImportRow[]> {
  const { body } = await user.call(imports.rows, { params: { importId }, query: { show, limit: 200 } }).expect(200);
  return body.items;
}

/** Uploads, proposes by the same, confirms by another, and waits until it is written. */
export async function takeIn(
  { proposer, confirmer }: { readonly proposer: SignedInUser; readonly confirmer: SignedInUser },
  file: Buffer,
  as: SheetUpload,
): Promise<string> {
  const { body } = await uploadSheet(proposer, file, as).expect(201);
  const params = { importId: body.importId };
  await proposer.call(imports.propose, { params }).expect(200);
  await confirmer.call(imports.confirm, { params }).expect(202);
  await untilState(proposer, body.importId, 'posted');
  return body.importId;
}

/** Waits until an import that is at work has come to a state. */
export async function untilState(user: SignedInUser, importId: string, state: 'posted' | 'undone'): Promise<void> {
  const working = state === 'posted' ? 'posting' : 'undoing';
  for (;;) {
    const { body } = await user.call(imports.get, { params: { importId } }).expect(200);
    if (body.state === state) return;
    if (body.state !== working) throw new Error(`the import is ${body.state}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The error file of an import, row by row. */
export async function badRowsOf(user: SignedInUser, importId: string): Promise<readonly unknown[][]> {
  const answer = await user
    .call(imports.badRows, { params: { importId } })
    .buffer(true)
    .parse(binary as never)
    .expect(200);
  const [sheet] = await readXlsxFile(answer.body as Buffer);
  return (sheet?.data ?? []) as unknown as unknown[][];
}

/** Collects an answer that is no text. */
function binary(res: NodeJS.ReadableStream, done: (error: Error | null, body: Buffer) => void): void {
  const chunks: Buffer[] = [];
  res.on('data', (chunk: Buffer) => chunks.push(chunk));
  res.on('end', () => done(null, Buffer.concat(chunks)));
}
