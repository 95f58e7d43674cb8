import { spawn } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { sessions } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

function run(words: readonly string[], input = ''): Promise<{ code: number | null; out: string; err: string }> {
  return new Promise((resolve, reject) => {
    const env = { ...process.env, MONGODB_URI: test.config.mongodbUri, MASTER_SECRET: test.config.masterSecret };
    const child = spawn(process.execPath, ['scripts/run.mjs', 'user-create.ts', ...words], { cwd: root, env });
    let [out, err] = ['', ''];
    child.stdout.on('data', (part: Buffer) => {
      out += part.toString();
    });
    child.stderr.on('data', (part: Buffer) => {
      err += part.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
    child.stdin.end(input);
  });
}

const signIn = (username: string, password: string) =>
  test.call(sessions.signInByPassword, { body: { face: 'console', username, password } });

it('makes the first administrator with a password that is shown once', async () => {
  const made = await run(['--username', 'first-admin', '--name', '管理员']);
  expect([made.code, made.err]).toEqual([0, expect.stringContaining('first-admin can sign in')]);
  const answer = await signIn('first-admin', made.out.trim()).expect(200);
  expect(answer.body.me).toMatchObject({ displayName: '管理员', grants: [{ role: 'system_admin', unitId: null }] });
  const again = await run(['--username', 'First-Admin', '--name', '另一个']);
  expect([again.code, again.out]).toEqual([1, '']);
  expect(again.err).toContain('is taken');
});

it('takes a password from standard input, for a role in a unit', async () => {
  const words = ['--username', 'secretary', '--name', '林书记', '--role', 'community_admin', '--unit', 'jinxiu'];
  const made = await run([...words, '--password-stdin'], 'a good long password\n');
  expect([made.code, made.out]).toEqual([0, '']);
  await signIn('secretary', 'a good long password').expect(200);
});

it('says which resident somebody is too, by number or phone, and prints neither', async () => {
  const { personId, phone } = await test.enterResident();
  for (const [at, person] of [personId, phone].entries()) {
    const words = ['--username', `neighbour-${at}`, '--name', '邻居', '--role', 'community_admin', '--unit', 'jinxiu'];
    const made = await run([...words, '--person', person]);
    expect([made.code, made.err.includes(person), made.out.includes(person)]).toEqual([0, false, false]);
    expect(await test.context.users.byUsername(`neighbour-${at}`)).toMatchObject({ personId });
  }
  const nobody = ['--username', 'nobody', '--name', 'x', '--person', '13000000000'];
  expect((await run(nobody)).err).toContain('no such resident');
  expect(await test.context.users.byUsername('nobody')).toBeNull();
});

it('refuses in words what it cannot do', async () => {
  const base = ['--username', 'somebody', '--name', 'x'];
  const cases: readonly (readonly [words: readonly string[], reason: string])[] = [
    [['--username', 'somebody'], '--name is needed'],
    [[...base, '--role', 'owner'], 'no role of staff'],
    [[...base, '--role', 'auditor'], '--unit is needed'],
    [[...base, '--role', 'auditor', '--unit', 'nowhere'], 'no such unit'],
    [['--user', 'somebody'], "Unknown option '--user'"],
  ];
  const answers = await Promise.all(cases.map(([words]) => run(words)));
  answers.forEach(({ code, out, err }, at) => {
    expect([code, out, err]).toEqual([1, '', expect.stringContaining(cases[at]?.[1] ?? '')]);
    expect(err).not.toContain('    at ');
  });
});
