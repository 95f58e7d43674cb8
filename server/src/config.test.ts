import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from './config.ts';

const needed = { MONGODB_URI: 'mongodb://127.0.0.1:27017/points', MASTER_SECRET: 's'.repeat(32) };

function reasonFor(env: Record<string, string>): string {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
  }
  return 'accepted';
}

describe('the configuration', () => {
  it('has defaults for all but the database and the secret', () => {
    expect(readConfig(needed)).toMatchObject({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: null,
      demo: false,
      tls: null,
    });
  });

  it('names every variable that is missing or wrong, and never a value', () => {
    const reason = reasonFor({ PORT: 'eighty', MASTER_SECRET: 'short-secret' });
    expect(reason).toContain('MONGODB_URI: must be given');
    expect(reason).toContain('PORT:');
    expect(reason).toContain('MASTER_SECRET: must have 32 bytes or more');
    expect(reason).not.toContain('short-secret');
  });

  it.each([
    ['PUBLIC_URL', 'ftp://example.org'],
    ['PUBLIC_URL', 'example'],
    ['MONGODB_URI', 'postgres://example'],
    ['TLS_CERT_FILE', '/tmp/cert.pem'],
    ['LOG_LEVEL', 'loud'],
  ])('refuses %s=%s', (name, value) => {
    expect(reasonFor({ ...needed, [name]: value })).toContain(name);
  });

  it('takes the slash off the public address', () => {
    expect(readConfig({ ...needed, PUBLIC_URL: 'https://points.example.org/' }).publicUrl).toBe(
      'https://points.example.org',
    );
  });
});
