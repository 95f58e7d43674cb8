import { problemText } from '@red-points/shared/contracts';
import { expect } from 'vitest';

interface Answer {
  readonly status: number;
  readonly body: { code: string; title: string; detail?: Record<string, string | number> };
}

/**
 * Sends a request in both languages and expects the same refusal, in the words of the problem table with every place filled.
 * @returns its code
 */
export async function refused(send: (headers: Record<string, string>) => PromiseLike<Answer>): Promise<string> {
  const zh = await send({ 'Accept-Language': 'zh-CN' });
  const en = await send({ 'Accept-Language': 'en' });
  expect(zh.status, JSON.stringify(zh.body)).toBeGreaterThanOrEqual(400);
  expect(zh.body.title).toBe(problemText(zh.body.code, 'zh', zh.body.detail));
  expect(en.body.title).toBe(problemText(en.body.code, 'en', en.body.detail));
  expect(zh.body.title).not.toBe(en.body.title);
  expect([zh.body.title, en.body.title].join()).not.toContain('…');
  expect(en.body.code).toBe(zh.body.code);
  return zh.body.code;
}
