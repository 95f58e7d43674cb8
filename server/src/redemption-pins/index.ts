import { redemptionPins as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import { PIN_CHECK_LIFE_MS, PIN_TRIES_MAX } from '@red-points/shared/domain/redemptions';
import { type ApiRouter, route } from '../http/route.ts';
import type { NoticeSource } from '../notifications/index.ts';
import type { Platform } from '../platform/platform.ts';
import { checkPin, whyNoPin } from './check-pin.ts';
import type { PinDeps, PinNeeds } from './deps.ts';
import { pinNotices } from './notices.ts';
import { readPin, removePin, setPin } from './set-pin.ts';
import { pinChecksOf, pinsOf } from './store.ts';

export { ensureRedemptionPins } from './store.ts';

/** 兑换密码: set at the office, typed at a shop for a card, or on one's own phone for the higher caps. */
export interface RedemptionPins {
  /** Null where this is the person's PIN; counts the try. */
  check(personId: string, pin: string): Promise<Refusal | null>;
  /** Why the person's PIN cannot be asked for now. */
  whyNone(personId: string): Promise<Refusal | null>;
  /** The sign-in that set the person's PIN; null where they have none. */
  setterOf(personId: string): Promise<string | null>;
  /** Whether the person typed it on this phone a moment ago; `pin_check_over` where that is too long ago. */
  wasChecked(personId: string, userId: string, pinCheckId: string): Promise<Refusal | null>;
  /** Forgets the PIN of a person whose account is over, with what was typed of it on phones. Can be repeated. */
  forget(personId: string): Promise<void>;
  /** What it tells people. */
  readonly noticeSource: NoticeSource;
  routes(router: ApiRouter): void;
}

export interface RedemptionPinsNeeds extends PinNeeds {
  readonly platform: Pick<Platform, 'db' | 'clock' | 'ids' | 'keys'>;
}

export function createRedemptionPins({ platform, ...needs }: RedemptionPinsNeeds): RedemptionPins {
  const { db, clock, ids, keys } = platform;
  const deps: PinDeps = { ...needs, clock, ids, keys, pins: pinsOf(db), checks: pinChecksOf(db) };
  return {
    check: (personId, pin) => checkPin(deps, personId, pin),
    whyNone: (personId) => whyNoPin(deps, personId),
    setterOf: async (_id) => (await deps.pins.findOne({ _id }, { projection: { setBy: 1 } }))?.setBy ?? null,
    wasChecked: async (personId, userId, pinCheckId) => {
      const check = await deps.checks.findOne({ _id: pinCheckId, personId, userId });
      return check !== null && clock.now() < check.expiresAt.getTime() ? null : refuse('pin_check_over');
    },
    forget: async (personId) => {
      await Promise.all([deps.pins.deleteOne({ _id: personId }), deps.checks.deleteMany({ personId })]);
    },
    noticeSource: pinNotices,
    routes: (router) => pinRoutes(router, deps),
  };
}

function pinRoutes(router: ApiRouter, deps: PinDeps): void {
  route(router, contract.get, ({ principal, params }) => readPin(deps, principal, params.personId));
  route(router, contract.set, ({ principal, params, body }) => setPin(deps, principal, params.personId, body.pin));
  route(router, contract.remove, ({ principal, params }) => removePin(deps, principal, params.personId));
  route(router, contract.own, async ({ principal }) => {
    if (principal.actingPersonId === null) return refuse('registration_needed');
    const pin = await deps.pins.findOne({ _id: principal.actingPersonId }, { projection: { tries: 1 } });
    return { set: pin !== null, locked: (pin?.tries ?? 0) >= PIN_TRIES_MAX };
  });
  route(router, contract.check, async ({ principal, body }) => {
    const { actingPersonId: personId, userId } = principal;
    if (personId === null) return refuse('registration_needed');
    const wrong = await checkPin(deps, personId, body.pin);
    if (isRefusal(wrong)) return wrong;
    const expiresAt = new Date(deps.clock.now() + PIN_CHECK_LIFE_MS);
    const pinCheckId = deps.ids.next();
    await deps.checks.insertOne({ _id: pinCheckId, personId, userId, expiresAt });
    return { pinCheckId, expiresAt: expiresAt.toISOString() };
  });
}
