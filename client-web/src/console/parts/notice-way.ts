import type { Notification } from '@red-points/shared/contracts';
import type { MerchantsSearch } from '../search.ts';

/** A page of the console, with what is open on it. */
export type NoticeWay =
  | { readonly to: '/reviews' | '/publicity' | '/settlements' | '/data-requests' }
  | { readonly to: '/activities' | '/claims' | '/transactions'; readonly search: { readonly open: string } }
  | { readonly to: '/merchants'; readonly search: MerchantsSearch };

/** Where a message to a member of staff leads; null where it is told and no more. */
export function wayOf(link: Notification['link']): NoticeWay | null {
  if (link === null) return null;
  const { kind, id } = link;
  switch (kind) {
    case 'reviews':
      return { to: '/reviews' };
    case 'publicity':
    case 'objections':
      return { to: '/publicity' };
    case 'settlements':
      return { to: '/settlements' };
    case 'data_requests':
      return { to: '/data-requests' };
    default:
      return id === null ? null : wayTo(kind, id);
  }
}

type OfOne = Exclude<
  NonNullable<Notification['link']>['kind'],
  'reviews' | 'publicity' | 'objections' | 'settlements' | 'data_requests'
>;

/** To the one thing that a message is about. */
function wayTo(kind: OfOne, id: string): NoticeWay | null {
  switch (kind) {
    case 'activity':
      return { to: '/activities', search: { open: id } };
    case 'claim':
      return { to: '/claims', search: { open: id } };
    case 'entry':
      return { to: '/transactions', search: { open: id } };
    case 'shop':
    case 'agreement':
      return { to: '/merchants', search: { shop: id } };
    case 'booking':
      return { to: '/merchants', search: { tab: 'bookings', open: id } };
    case 'redemption':
      return { to: '/merchants', search: { tab: 'redemptions', open: id } };
    // Told to residents, on their own pages.
    case 'statement':
    case 'offers':
    case 'shop_work':
    case 'contests':
    case 'own_data':
      return null;
    default:
      return kind satisfies never;
  }
}
