import { PROBLEMS, problemText } from '@red-points/shared/contracts';
import { placesOf as places } from '@red-points/shared/domain/words';
import { describe, expect, it } from 'vitest';

describe.each(Object.entries(PROBLEMS))('the problem %s', (code, { status, zh, en }) => {
  it('says in both languages what happened, without codes and with the same figures', () => {
    expect(zh).toMatch(/\p{Script=Han}.*[。！}]$/u);
    expect(en).toMatch(/^[A-Z“{].*[.}]$/s);
    expect(places(zh)).toEqual(places(en));
    for (const text of [zh, en]) expect(text).not.toContain(code);
    expect(status).toBeGreaterThanOrEqual(400);
  });

  it('leaves no place unfilled', () => {
    const detail = Object.fromEntries(places(zh).map((name) => [name, 7]));
    for (const language of ['zh', 'en'] as const) {
      expect(problemText(code, language, detail)).not.toMatch(/[{}…]/);
    }
  });
});
