import { describe, expect, it } from 'vitest';
import { itemAt } from './menu.ts';

describe('the menu', () => {
  it.each([
    ['/', 'home'],
    ['/reviews', 'reviews'],
    ['/review-office', 'reviewOffice'],
    ['/settlements/one/evidence', 'settlements'],
    ['/displays', 'displays'],
    ['/staff', 'staff'],
    ['/messages', undefined],
    ['/print/report', undefined],
  ])('knows the item of the page at %s', (pathname, key) => {
    expect(itemAt(pathname)?.key).toBe(key);
  });
});
