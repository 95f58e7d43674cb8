import { describe, expect, it } from 'vitest';
import { readOptions } from './read-options.ts';

const config = {
  allowPositionals: true,
  options: {
    actor: { type: 'string' },
    approver: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
} as const;

describe('the options of a command', () => {
  it.each(['-vX0', '--vX0', 'vX0', '-'])('take %s as an id', (id) => {
    const { values, positionals } = readOptions(config, ['file', '--actor', id, '--approver', id, '--json']);
    expect({ ...values }).toEqual({ actor: id, approver: id, json: true });
    expect(positionals).toEqual(['file']);
  });

  it('do not take another option for a value', () => {
    expect(() => readOptions(config, ['--actor', '--json'])).toThrow(/--actor/);
    expect(() => readOptions(config, ['--actor', '--approver=x'])).toThrow(/--actor/);
    expect(() => readOptions(config, ['--actor'])).toThrow(/--actor/);
    expect(() => readOptions(config, ['--unknown', '-x'])).toThrow(/--unknown/);
  });

  it('take a value behind a sign of equality as it is', () => {
    expect({ ...readOptions(config, ['--actor=-x', 'file']).values }).toEqual({ actor: '-x', json: false });
  });
});
