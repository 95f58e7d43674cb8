import { execFile } from 'node:child_process';
import { freshDatabase, projectFolder } from '@red-points/scripts/mongo/index';
import { createLedger, ensureLedgerCollection, LEDGER_COLLECTION } from '@red-points/server/ledger/index';
import { entryId } from '@red-points/shared/domain/ledger';
import { BAD_WORDS } from '@red-points/shared/domain/verification';
import { MongoClient } from 'mongodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ledgerContext, TEST_NOW_MS } from '../support/ledger-commands.ts';

const database = freshDatabase();
const client = new MongoClient(database.uri);
const entries = client.db().collection<{ _id: string; homeUnit: string }>(LEDGER_COLLECTION);

/** Accounts that were opened and closed, with the records of their closing: the shortest history that holds. */
beforeAll(async () => {
  await ensureLedgerCollection(client.db());
  const ledger = createLedger({ db: client.db(), clock: { now: () => TEST_NOW_MS } });
  for (const account of ['one', 'two']) {
    const id = `closing-of-${account}`;
    const closing = { ...ledgerContext(account, `closing:${id}`), source: { kind: 'closing' as const, id } };
    await ledger.post({ ...closing, kind: 'close' });
    const record = { _id: id, kind: 'closing', accountId: account, entrySeq: 1, state: 'done' };
    await client.db().collection<typeof record>('account_changes').insertOne(record);
  }
});
afterAll(async () => {
  await client.close();
  await database.drop();
});

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as `npm run ledger:verify` does it, on an installation's database. */
function verify(words: readonly string[], uri = database.uri): Promise<Ended> {
  const env = {
    ...process.env,
    MONGODB_URI: uri,
    MASTER_SECRET: 'a secret of an installation under test, long enough',
  };
  return new Promise((resolve) => {
    const command = ['scripts/run.mjs', 'ledger-verify.ts', ...words];
    execFile(process.execPath, command, { cwd: projectFolder, env }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const lastLine = ({ stdout }: Ended): unknown => JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '');

/** While the newest entry of an account is another one than was written. */
async function tampered<T>(account: string, work: () => Promise<T>): Promise<T> {
  const _id = entryId(account, 1);
  await entries.updateOne({ _id }, { $set: { homeUnit: 'elsewhere' } });
  try {
    return await work();
  } finally {
    await entries.updateOne({ _id }, { $set: { homeUnit: 'jinxiu-g1' } });
  }
}

describe('npm run ledger:verify', () => {
  test('says in one last line for programs that everything holds, and how far it was on standard error', async () => {
    const ended = await verify(['--json']);
    expect(ended.code, ended.stderr).toBe(0);
    const digest = expect.stringMatching(/^[0-9a-f]{64}$/);
    expect(lastLine(ended)).toEqual({ accounts: 2, transactions: 2, bad: [], digest });
    expect(ended.stdout.trimEnd().split('\n')).toHaveLength(1);
    expect(ended.stderr).toContain('100 %  2 / 2 entries');
    expect(ended.stderr).not.toContain('\r');
  });

  test('names the first bad entry of every bad account, with what to do, and exits 1', async () => {
    await tampered('two', async () => {
      const row = { account: 'two', seq: 1, code: 'hash_mismatch' };
      const forPrograms = await verify(['--json']);
      expect(forPrograms.code).toBe(1);
      expect(lastLine(forPrograms)).toMatchObject({ accounts: 2, transactions: 2, bad: [row] });
      const forPeople = await verify([]);
      expect(forPeople.code).toBe(1);
      expect(forPeople.stdout).toContain('account two, entry 1');
      expect(forPeople.stdout).toContain(BAD_WORDS.hash_mismatch.en.what);
      expect(forPeople.stdout).toContain(BAD_WORDS.hash_mismatch.en.todo);
    });
  });

  test('looks at one account alone', async () => {
    await tampered('two', async () => {
      const good = await verify(['--json', '--account', 'one']);
      expect(good.code, good.stderr).toBe(0);
      expect(lastLine(good)).toMatchObject({ accounts: 1, transactions: 1, bad: [] });
      expect((await verify(['--account', 'two'])).code).toBe(1);
    });
  });

  test('exits 2 where it could not find out, and says why', async () => {
    expect(await verify(['--account', 'three'])).toMatchObject({ code: 2, stderr: expect.stringContaining('three') });
    expect(await verify(['--account', 'not an id'])).toMatchObject({ code: 2 });
    expect(await verify(['--acount', 'one'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--acount') });
    const nobody = 'mongodb://127.0.0.1:1/x?serverSelectionTimeoutMS=500';
    expect(await verify(['--json'], nobody)).toMatchObject({ code: 2, stdout: '' });
  });
});
