import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { projectFolder } from '@red-points/scripts/mongo/index';
import { LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';
import { addSampleUnits, EXPECTED } from '../support/ledger-file.ts';

const SAMPLE_PATH = fileURLToPath(new URL('../fixtures/ledger-2024.xlsx', import.meta.url));
const FIGURES = {
  accepted: EXPECTED.rows_accepted,
  existing: 0,
  rejected: EXPECTED.rows_rejected,
  residents: EXPECTED.residents,
  points: EXPECTED.points,
  hours: EXPECTED.hours,
  errors: EXPECTED.rejected.map(({ row, field, code }) => ({ row, field, code })),
};

const folder = mkdtempSync(path.join(os.tmpdir(), 'red-points-import-'));
let app: TestApp;

beforeAll(async () => {
  app = await startTestApp();
  await addSampleUnits(app);
});
afterAll(async () => {
  await app.close();
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  code: number;
  /** The last line of standard output. */
  last: string;
  stderr: string;
}

/** Runs the command on an installation's database, or on a local trial with data of its own. */
function importLedger(words: string[], where: 'installation' | 'trial' = 'installation'): Promise<Ended> {
  const { MONGODB_URI: _uri, MASTER_SECRET: _secret, ...inherited } = process.env;
  const installation = { MONGODB_URI: app.config.mongodbUri, MASTER_SECRET: app.config.masterSecret };
  const env = { ...inherited, ...(where === 'trial' ? { RED_POINTS_DATA: path.join(folder, 'trial') } : installation) };
  return new Promise((resolve) => {
    // As `npm run import:ledger` does it, without the time that npm itself takes to start.
    const command = ['scripts/run.mjs', 'import-ledger.ts', ...words];
    execFile(process.execPath, command, { cwd: projectFolder, env, maxBuffer: 10_000_000 }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code ?? 1);
      resolve({ code, last: stdout.trimEnd().split('\n').at(-1) ?? '', stderr });
    });
  });
}

const posted = () => app.database.db.collection(LEDGER_COLLECTION).countDocuments();

describe('npm run import:ledger', () => {
  test('previews by itself, posts nothing and leaves no names behind', async () => {
    const ended = await importLedger([SAMPLE_PATH, '--unit', 'jinxiu', '--json']);
    expect(ended.code, ended.stderr).toBe(0);
    expect(JSON.parse(ended.last)).toEqual(FIGURES);
    expect(await posted()).toBe(0);
    expect(await app.database.db.collection('import_lines').countDocuments()).toBe(0);
  });

  test('wants persons who may do it', async () => {
    const officer = await app.signIn('grid_officer', 'jinxiu');
    const words = [SAMPLE_PATH, '--unit', 'jinxiu', '--confirm', '--json'];
    const notPermitted = await importLedger([...words, '--actor', officer.userId, '--approver', officer.userId]);
    expect(notPermitted).toMatchObject({ code: 1, stderr: expect.stringContaining('imports.confirm') });
  });

  test('refuses one person for both parts', async () => {
    const secretary = await app.signIn('community_admin', 'jinxiu');
    const persons = ['--actor', secretary.userId, '--approver', secretary.userId];
    const alone = await importLedger([SAMPLE_PATH, '--unit', 'jinxiu', '--confirm', '--json', ...persons]);
    expect(alone, alone.stderr).toMatchObject({ code: 1, last: '{"refused":"own_import"}' });
    expect(await posted()).toBe(0);
  });

  test('posts once with --confirm, shows its progress, and finds everything existing the next time', async () => {
    const officer = await app.signIn('grid_officer', 'jinxiu');
    const secretary = await app.signIn('community_admin', 'jinxiu');
    const persons = ['--actor', officer.userId, '--approver', secretary.userId];
    const words = [SAMPLE_PATH, '--unit', 'jinxiu', '--confirm', '--json', ...persons];
    const first = await importLedger(words);
    expect(first.code, first.stderr).toBe(0);
    expect(JSON.parse(first.last)).toEqual(FIGURES);
    expect(first.stderr).toContain('522 / 522 rows posted');
    expect(await posted()).toBe(EXPECTED.rows_accepted);
    const second = await importLedger(words);
    const nothingNew = { accepted: 0, existing: EXPECTED.rows_accepted, residents: 0, points: 0, hours: 0 };
    expect(JSON.parse(second.last)).toEqual({ ...FIGURES, ...nothingNew });
    expect(await posted()).toBe(EXPECTED.rows_accepted);
  });

  test('refuses what is no workbook, with the reason', async () => {
    const text = path.join(folder, 'no-workbook.xlsx');
    writeFileSync(text, '姓名,电话\n');
    const noWorkbook = await importLedger([text, '--unit', 'jinxiu', '--json']);
    expect(noWorkbook).toMatchObject({ code: 1, last: '{"refused":"import_file_not_workbook"}' });
    expect(noWorkbook.stderr).toContain('This is neither an .xlsx workbook nor a .csv file');
  });

  test('needs no persons and no first start in a local trial', async () => {
    const ended = await importLedger([SAMPLE_PATH, '--unit', 'jinxiu', '--confirm', '--json'], 'trial');
    expect(ended.code, ended.stderr).toBe(0);
    expect(JSON.parse(ended.last)).toEqual(FIGURES);
  });
});
