import { rolesFor } from '@red-points/shared/domain/permissions';
import type { Users } from '../auth/index.ts';
import type { Change } from '../live/index.ts';
import type { NoticeDraft, NoticeSource } from '../notifications/index.ts';
import type { Clock } from '../platform/clock.ts';
import type { MerchantNeeds } from './deps.ts';
import { SHOPS, type ShopRecord } from './store.ts';

const TEMPLATES = { active: 'shop_approved', suspended: 'shop_suspended', closed: 'shop_closed' } as const;

/**
 * Tells a shop that it takes part, is suspended or closed, or that its agreement ends soon; of a suspension, and of its end, whoever
 * has booked there for later; of a code that the owner replaced the office.
 */
export function shopNotices({
  clock,
  users,
  branchesOf,
  servingOf,
  bookedAhead,
}: {
  readonly clock: Clock;
  readonly users: Pick<Users, 'inUnits'>;
  /** The branches of a shop, which are suspended with it. */
  readonly branchesOf: (shopId: string) => Promise<readonly string[]>;
  /** Of a shop and its branches those that take part now. */
  readonly servingOf: (shopId: string) => Promise<readonly string[]>;
  readonly bookedAhead: MerchantNeeds['bookedAhead'];
}): NoticeSource {
  const toBookers = async (
    shopIds: readonly string[],
    cause: string,
    template: 'booking_shop_suspended' | 'booking_shop_resumed',
  ): Promise<NoticeDraft[]> =>
    (await bookedAhead(shopIds)).map(({ redemptionId, personId, startsAtMs }) => ({
      recipient: { kind: 'person', id: personId },
      cause: `${cause}:booking:${redemptionId}`,
      template,
      data: { startsAtMs },
      subject: { kind: 'redemption', id: redemptionId },
      link: { kind: 'booking', id: redemptionId },
      atMs: clock.now(),
    }));
  return {
    collection: SHOPS,
    match: {
      operationType: 'update',
      $or: [
        { 'updateDescription.updatedFields.state': { $in: ['active', 'suspended', 'closed'] } },
        { 'updateDescription.updatedFields.endingTold': { $exists: true } },
        { 'updateDescription.updatedFields.posterSerial': { $exists: true } },
      ],
    },
    draftsOf: async (changes) => {
      const drafts: NoticeDraft[] = [];
      for (const change of changes) {
        const { id, updatedFields } = change;
        if (updatedFields !== null && 'endingTold' in updatedFields) {
          drafts.push(...ending(change, clock.now()));
          continue;
        }
        if (updatedFields !== null && 'posterSerial' in updatedFields) {
          drafts.push(newPoster(id, Number(updatedFields['posterSerial']), clock.now()));
          drafts.push(...(await toOffice(users, change, clock.now())));
          continue;
        }
        const state = updatedFields?.state as keyof typeof TEMPLATES;
        const cause = `shop:${id}:${String(updatedFields?.state)}:${Number(updatedFields?.version ?? 0)}`;
        drafts.push({
          recipient: { kind: 'shop', id },
          cause,
          template: TEMPLATES[state],
          data: {},
          link: { kind: 'shop', id },
          atMs: clock.now(),
        });
        // What a closed shop's bookings come to is told with each of them.
        if (state === 'suspended') {
          drafts.push(...(await toBookers([id, ...(await branchesOf(id))], cause, 'booking_shop_suspended')));
        }
        // Nobody can book before a shop is approved: where somebody has, it was suspended in between. Asked as it is now, for it
        // may be suspended again, and a branch serves no longer than its main shop.
        if (state === 'active') drafts.push(...(await toBookers(await servingOf(id), cause, 'booking_shop_resumed')));
      }
      return drafts;
    },
  };
}

/** The printed one does not work any more: whoever stands at the counter has to know. */
const newPoster = (id: string, serial: number, atMs: number): NoticeDraft => ({
  recipient: { kind: 'shop', id },
  cause: `shop:${id}:poster:${serial}`,
  template: 'shop_poster_replaced',
  data: {},
  link: { kind: 'shop', id },
  atMs,
});

/** Nobody of the office stood beside it: they look whether it was the owner. */
async function toOffice(users: Pick<Users, 'inUnits'>, { id, document }: Change, atMs: number): Promise<NoticeDraft[]> {
  const shop = document as unknown as ShopRecord | null;
  if (shop?.posterReplaced?.byShop !== true) return [];
  const office = await users.inUnits(rolesFor('shops.manage'), [shop.unitId]);
  return office.map(({ userId }) => ({
    recipient: { kind: 'user', id: userId },
    cause: `shop:${id}:poster:${shop.posterSerial}`,
    template: 'shop_poster_replaced_by_owner',
    data: {},
    subject: { kind: 'shop', id },
    link: { kind: 'shop', id },
    atMs,
  }));
}

function ending({ id, document, updatedFields }: Change, atMs: number): NoticeDraft[] {
  const shop = document as unknown as ShopRecord | null;
  const agreement = shop?.agreements?.find(({ number }) => number === updatedFields?.['endingTold']);
  if (agreement === undefined) return [];
  const { number, until } = agreement;
  return [
    {
      recipient: { kind: 'shop', id },
      cause: `agreement:${id}:${number}:ending`,
      template: 'agreement_ending',
      data: { number, lastDay: until },
      link: { kind: 'agreement', id },
      atMs,
    },
  ];
}
