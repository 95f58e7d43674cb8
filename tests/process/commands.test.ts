import { existsSync, readFileSync } from 'node:fs';
import { get } from 'node:https';
import path from 'node:path';
import { freshDatabase } from '@red-points/scripts/mongo/index';
import { lanAddresses } from '@red-points/scripts/running/lan';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort, Installation, isAlive, until } from './support/product.ts';

let installation: Installation;

beforeEach(async () => {
  installation = new Installation(await freePort());
});

afterEach(() => installation.remove());

const secret = 'a secret of an installation under test, long enough';

/** A command that says where the database is, waits for a while, and ends. */
function useDatabase(waitMs: number) {
  const script = `const { withDatabase } = await import('./scripts/running/with-database.ts');
    await withDatabase(async (uri) => { console.log(uri); await new Promise((r) => setTimeout(r, ${waitMs})); });`;
  return installation.run(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script]);
}

describe('a command that needs the database', () => {
  test('starts it for its own time where it does not run', async () => {
    const command = useDatabase(0);
    expect(await command.ended, command.output()).toBe(0);
    expect(command.output()).toContain(installation.databaseUri());
    expect(isAlive(installation.database().pid)).toBe(false);
  });

  test('leaves it running for another one, and the last one stops it', async () => {
    const long = useDatabase(8_000);
    await until('the first to have it', () => long.output().includes('mongodb://'));
    const { pid } = installation.database();
    const short = useDatabase(0);
    expect(await short.ended, short.output()).toBe(0);
    expect(short.output()).toBe(long.output());
    expect(isAlive(pid)).toBe(true);
    expect(await long.ended).toBe(0);
    expect(isAlive(pid)).toBe(false);
  });

  test('attaches to the one of the running product and leaves it', async () => {
    const product = await installation.start();
    const command = useDatabase(0);
    expect(await command.ended).toBe(0);
    const uri = installation.run('npm', ['run', '--silent', 'db:uri']);
    expect(await uri.ended).toBe(0);
    expect(uri.output().trim()).toBe(installation.databaseUri());
    const rebuild = installation.run('npm', ['run', '--silent', 'rollups:rebuild']);
    expect(await rebuild.ended, rebuild.output()).toBe(0);
    expect(rebuild.output()).toMatch(/Counted \d+ entries\./);
    expect(await installation.isReady()).toBe(true);
    product.signal('SIGTERM');
    expect(await product.ended).toBe(0);
  });

  test('db:uri says that nothing runs', async () => {
    const uri = installation.run('npm', ['run', '--silent', 'db:uri']);
    expect(await uri.ended).toBe(1);
    expect(uri.output()).toContain('does not run');
  });
});

describe('npm start in production', () => {
  test('demands its secret', async () => {
    const refused = installation.run(process.execPath, ['scripts/start.mjs'], {
      MONGODB_URI: 'mongodb://127.0.0.1:1/x',
    });
    expect(await refused.ended).toBe(1);
    expect(refused.output()).toContain('MASTER_SECRET');
  });

  test('uses the given database and embeds nothing', async () => {
    const database = freshDatabase();
    const env = { MONGODB_URI: database.uri, MASTER_SECRET: secret };
    const running = installation.run(process.execPath, ['scripts/start.mjs'], env);
    await until('the server to be ready', async () => {
      if (running.hasEnded()) throw new Error(running.output());
      return installation.isReady();
    });
    expect(existsSync(path.join(installation.dataFolder, 'mongodb'))).toBe(false);
    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
    await database.drop();
  });
});

describe('npm start -- --lan', () => {
  test('serves the local network by TLS and prints a code to scan', async () => {
    const [address] = lanAddresses();
    if (!address) {
      const refused = installation.run(process.execPath, ['scripts/start.mjs', '--lan']);
      expect(await refused.ended).toBe(1);
      expect(refused.output()).toContain('local network');
      return;
    }
    const running = await installation.start({}, ['--lan']);
    expect(running.output()).toContain(`https://${address}:${installation.port}/`);
    expect(running.output()).toContain('█▀');
    const ca = readFileSync(path.join(installation.dataFolder, 'tls/certificate.pem'));
    const status = await new Promise((resolve, reject) => {
      get({ host: address, port: installation.port, path: '/readyz', ca }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      }).on('error', reject);
    });
    expect(status).toBe(200);
    running.signal('SIGTERM');
    expect(await running.ended).toBe(0);
  });
});
