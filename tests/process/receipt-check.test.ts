import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { digests, type PublishedDigest } from '@red-points/shared/contracts';
import { endOfBusinessDay } from '@red-points/shared/domain/calendar';
import type { Receipt } from '@red-points/shared/domain/digests';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp } from '../support/app.ts';
import { earnCommand } from '../support/ledger-commands.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const folder = mkdtempSync(path.join(os.tmpdir(), 'red-points-receipt-'));
let receipt: Receipt;
let digest: PublishedDigest;

/** A receipt and a digest of a real installation; the command needs nothing more of it. */
beforeAll(async () => {
  const test = await startTestApp();
  const resident = await test.signInResident();
  for (const key of ['k1', 'k2', 'k3']) await test.context.ledger.post(earnCommand(resident.accountId, key, 4));
  const entryId = `${resident.accountId}:0000000002`;
  test.clock.set(endOfBusinessDay('2026-11-23') + 900_000);
  await test.context.digests.makeDue();
  const again = await test.signInByPhone(resident.phone);
  receipt = (await again.call(digests.ownReceipt, { params: { entryId } }).expect(200)).body.receipt;
  digest = (await test.call(digests.get, { params: { digestId: '2026-11-23' } }).expect(200)).body;
  await test.close();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileOf(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, null, 2));
  return file;
}

function check(...words: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    // No database anywhere, and nothing that could tell where one is.
    const { MONGODB_URI: _uri, TEST_MONGODB_URI: _test, MONGOD_BINARY: _binary, ...env } = process.env;
    const child = spawn(process.execPath, ['scripts/run.mjs', 'receipt-check.ts', ...words], { cwd: root, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

it('says that a receipt holds, with the digest in a file, in digits or in groups', async () => {
  const file = fileOf('receipt.json', receipt);
  const groups = digest.digest.toUpperCase().replace(/(.{4})(?=.)/g, '$1 ');
  for (const given of [fileOf('digest.json', digest), fileOf('digest.txt', `${groups}\n`), digest.digest, groups]) {
    const { code, out, err } = await check('--receipt', file, '--digest', given);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('earn, 4 points, 60 minutes, rule ZY-01, version 1');
    expect(out).toContain(`The receipt holds: digest ${digest.digest}`);
  }
});

it('says in a sentence and by its exit code what does not hold, and where', async () => {
  const forged = fileOf('forged.json', { ...receipt, content: receipt.content.replace('"earn",4,', '"earn",40,') });
  const changed = await check('--receipt', forged, '--digest', digest.digest);
  expect(changed.code).toBe(1);
  expect(changed.out).toContain('✗ the entry has the hash on the receipt\n·');
  expect(changed.out).toContain('The receipt does not hold. The entry is not what it was');
  const elsewhere = await check('--receipt', fileOf('receipt.json', receipt), '--digest', 'ab'.repeat(32));
  expect(elsewhere.code).toBe(1);
  expect(elsewhere.out).toContain('The receipt belongs to another digest');
  const cutOff = fileOf('cut.json', JSON.stringify(receipt).slice(0, 200));
  expect(await check('--receipt', cutOff, '--digest', digest.digest)).toMatchObject({
    code: 1,
    out: expect.stringContaining('is not a receipt'),
  });
});

it('says it to programs as one line of JSON', async () => {
  const holds = await check('--receipt', fileOf('receipt.json', receipt), '--digest', digest.digest, '--json');
  expect(JSON.parse(holds.out.trim())).toMatchObject({ holds: true, step: null, fault: null, entry: { points: 4 } });
  const moved = { ...receipt, leaf: { ...receipt.leaf, position: 5 } };
  const wrong = await check('--receipt', fileOf('moved.json', moved), '--digest', digest.digest, '--json');
  expect(wrong.code).toBe(1);
  expect(JSON.parse(wrong.out.trim())).toMatchObject({ holds: false, step: 'tree', fault: 'place_wrong' });
});

it('says what is missing where there is nothing to check', async () => {
  const file = fileOf('receipt.json', receipt);
  for (const words of [
    [],
    ['--receipt', file],
    ['--receipt', 'nowhere.json', '--digest', digest.digest],
    ['--receipt', file, '--digest', 'abc'],
    ['--what'],
  ]) {
    const { code, out, err } = await check(...words);
    expect([code, out], words.join(' ')).toEqual([2, '']);
    expect(err).not.toBe('');
  }
});
