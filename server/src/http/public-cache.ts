import type { Response } from 'express';

/**
 * Lets browsers and proxies keep a public answer for a while. Who asks again with its tag is told by 304 that it is still the
 * answer: Express compares the tags.
 * @param tag changes with the answer; letters, digits and `-`
 */
export function keepPublicly(res: Response, tag: string, seconds: number): void {
  res.set('ETag', `"${tag}"`).set('Cache-Control', `public, max-age=${seconds}`);
}
