import { describe, expect, it } from 'vitest';

type Tree = { readonly [key: string]: string | Tree };

const modules = import.meta.glob<Record<string, Tree>>(['./zh/*.ts', './en/*.ts'], { eager: true });

/** All texts of a bundle as `path → text`. */
function flatten(tree: Tree, path = ''): Map<string, string> {
  const texts = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'string') texts.set(here, value);
    else for (const [below, text] of flatten(value, here)) texts.set(below, text);
  }
  return texts;
}

const placeholders = (text: string): string[] =>
  [...text.matchAll(/\{\{(\w+)(?:, counted\([^()]+\))?\}\}/g)].map((match) => match[1] ?? '').sort();

const namespaces = Object.keys(modules)
  .filter((path) => path.startsWith('./zh/'))
  .map((path) => path.slice('./zh/'.length));

const bundle = (language: string, file: string): Map<string, string> => flatten(modules[`./${language}/${file}`] ?? {});

describe('texts', () => {
  it('has an English file for each Chinese one and no others', () => {
    const english = Object.keys(modules).filter((path) => path.startsWith('./en/'));
    expect(english.map((path) => path.slice('./en/'.length)).sort()).toEqual([...namespaces].sort());
  });

  it.each(namespaces)('%s has the same keys in both languages, none empty', (file) => {
    const chinese = bundle('zh', file);
    const english = bundle('en', file);
    expect([...english.keys()].sort()).toEqual([...chinese.keys()].sort());
    const empty = [...chinese, ...english].filter(([, text]) => text.trim() === '');
    expect(empty).toEqual([]);
  });

  it.each(namespaces)('%s fills in the same values in both languages', (file) => {
    const english = bundle('en', file);
    for (const [key, text] of bundle('zh', file)) {
      expect({ key, values: placeholders(english.get(key) ?? '') }).toEqual({ key, values: placeholders(text) });
    }
  });
});
