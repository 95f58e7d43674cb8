import { describe, expect, it } from 'vitest';

const sources = import.meta.glob<string>(['../**/*.ts', '../**/*.tsx', '!../i18n/**', '!../**/*.test.ts'], {
  eager: true,
  query: '?raw',
  import: 'default',
});

const CHINESE = /[，。；：、（）！？　“”《》]/;

/** Lines that draw Chinese punctuation whatever the language is; comments, and what is looked for in texts, aside. */
function lines(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|\s)\/\/.*$/gm, '$1');
  return code.split('\n').filter((line) => CHINESE.test(line.replace(/\/\[[^\]]+\]\//g, '')));
}

describe('punctuation', () => {
  it('is that of the language: pages take it from the texts', () => {
    const found = Object.entries(sources).flatMap(([path, source]) =>
      lines(source).map((line) => `${path}: ${line.trim()}`),
    );
    expect(Object.keys(sources).length).toBeGreaterThan(300);
    expect(found).toEqual([]);
  });
});
