import { NOTICE_LINKS } from '@red-points/shared/contracts';
import { describe, expect, it } from 'vitest';
import { merchantsSearch } from '../search.ts';
import { wayOf } from './notice-way.ts';

describe('where a message to staff leads', () => {
  it('is a page of the console, or nowhere what is told to residents alone', () => {
    const nowhere = NOTICE_LINKS.filter((kind) => wayOf({ kind, id: 'one' }) === null);
    expect(nowhere).toEqual(['statement', 'offers', 'shop_work', 'contests', 'own_data']);
    expect(wayOf(null)).toBeNull();
    expect(wayOf({ kind: 'reviews', id: null })).toEqual({ to: '/reviews' });
    expect(wayOf({ kind: 'claim', id: null })).toBeNull();
  });

  it('opens the booking or the redemption itself, with an address that the page understands', () => {
    for (const [kind, tab] of [
      ['booking', 'bookings'],
      ['redemption', 'redemptions'],
    ] as const) {
      const way = wayOf({ kind, id: 'one' });
      expect(way).toEqual({ to: '/merchants', search: { tab, open: 'one' } });
      expect(merchantsSearch.parse(way !== null && 'search' in way ? way.search : {})).toMatchObject({
        tab,
        open: 'one',
      });
    }
  });
});
