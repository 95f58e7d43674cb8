import { isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import {
  ANSWER_TIME_MS,
  askedSide,
  assuranceOf,
  hasShopCap,
  type RedemptionSettings,
  type RedemptionVia,
  shortCodeOf,
  totalPoints,
  whyNotServing,
} from '@red-points/shared/domain/redemptions';
import type { AccountChoice } from '../accounts/index.ts';
import { createOnce, madeBy, type RequestIdentity } from '../http/idempotency.ts';
import { type ShopRecord, whyNotOpen } from '../merchants/index.ts';
import { type OfferRecord, type PayerOfOffer, whyNotOfferedAt } from '../offers/index.ts';
import type { Person } from '../people/index.ts';
import { duplicateKeyFields } from '../platform/database.ts';
import { early } from '../platform/early.ts';
import { together } from '../platform/together.ts';
import { whyNotAlone } from './alone.ts';
import { type Asked, askedFor, rulesAt } from './ask-early.ts';
import type { BookingRecord } from './booking-record.ts';
import { carryOn, isOpen, takeFirstSteps } from './carry-on.ts';
import type { RedemptionDeps } from './deps.ts';
import { spendAtOnce } from './spend-at-once.ts';
import { REDEMPTIONS, type RedemptionRecord } from './store.ts';

/** When the repair job takes up a redemption whose first steps were interrupted. */
const TAKE_UP_MS = 10_000;
const SHORT_CODES_MAX = 50;

/** What a redemption is made of. */
export interface NewRedemption {
  readonly request: RequestIdentity;
  readonly via: RedemptionVia;
  readonly scanId: string | null;
  readonly shopId: string;
  readonly personId: string;
  readonly offerId: string;
  readonly quantity: number;
  /** Points of all pieces as whoever asks saw them; undefined where they did not say. */
  readonly expectedPoints: number | undefined;
  /** Whether the person typed their PIN on their phone a moment ago. */
  readonly withPin: boolean;
  /** The resident's phone as a keyed hash; null where they had none in the hand. */
  readonly deviceTag: string | null;
  readonly userId: string;
  /** The phone's sign-in, where that is what asks; null for a counter, and for an officer, who helps. */
  readonly phone: Principal | null;
  /** The slot that is booked, and until when its points are set aside. */
  readonly booked?: { readonly booking: BookingRecord; readonly untilMs: number };
}

/** What became of an earlier request with this key: the redemption as it stands, its refusal, or null where there was none. */
export async function repeatOf(
  deps: RedemptionDeps,
  request: RequestIdentity,
): Promise<RedemptionRecord | Refusal | null> {
  const first = await together(deps.platform.db).findOne<RedemptionRecord>(
    REDEMPTIONS,
    madeBy(request.caller, request.key),
  );
  if (first === null) return null;
  if (first.request.fingerprint !== request.fingerprint) return refuse('idempotency_key_reused');
  return outcomeOf(isOpen(first) ? await carryOn(deps, first) : first);
}

/**
 * Makes a redemption and takes its first steps; a refusal after it was made is remembered with it. What was refused may
 * have been begun by the same request, sent twice at once: its piece was the last one, or its try the last that counts.
 * @param supposed what was asked for meanwhile on a supposition of who its parties are
 */
export async function start(
  deps: RedemptionDeps,
  input: NewRedemption,
  supposed: Asked | null = null,
): Promise<RedemptionRecord | Refusal> {
  const started = await startNew(deps, input, supposed);
  return isRefusal(started) ? ((await repeatOf(deps, input.request)) ?? started) : started;
}

async function startNew(
  deps: RedemptionDeps,
  input: NewRedemption,
  supposed: Asked | null,
): Promise<RedemptionRecord | Refusal> {
  const { shopId, personId } = input;
  const asked = askedFor(deps, input, supposed);
  const [shop, offer] = await Promise.all([asked.shop, asked.offer]);
  if (shop === null) return refuse('shop_not_found');
  const { unitPath } = shop;
  const [{ settings, limits }, spender, staffPersons] = await Promise.all([
    rulesAt(deps, asked, unitPath),
    asked.spender,
    asked.staffPersons,
  ]);
  if (spender === null) return refuse('person_not_found');
  if (offer === null) return refuse('offer_not_found');
  const { person } = spender;
  const points = totalPoints(offer.points, input.quantity);
  const refusal =
    whyNot(deps, { ...input, shop, person, offer, staffPersons }) ??
    (await deps.offers.whyNotFor(offer, person)) ??
    (await whyNotByAge(deps, input, person));
  if (refusal !== null) return refusal;
  if (points === null) return refuse('redemption_too_large');
  if (input.expectedPoints !== undefined && input.expectedPoints !== points) {
    return refuse('offer_price_changed', { points });
  }
  const [account, paid] = await Promise.all([spender.spends(points), deps.offers.payerOf(offer)]);
  if (paid === null) return refuse('offer_payer_missing');
  const admitted = early(deps.velocity.admit({ shopId, unitPath, personId, limits }));
  const draft = draftOf(deps, input, { shop, person, account, offer, points, paid, settings });
  const done = await spendAtOnce(deps, draft, admitted);
  const tooFast = await admitted;
  if (tooFast !== null) return tooFast;
  if (done !== null) return done;
  const made = await insert(deps, draft);
  if (isRefusal(made)) return made;
  return outcomeOf(made.repeated ? await carryOn(deps, made.document) : await takeFirstSteps(deps, made.document));
}

interface Parties {
  readonly shop: ShopRecord;
  readonly via: RedemptionVia;
  readonly booked?: NewRedemption['booked'];
  readonly person: Person;
  readonly offer: OfferRecord;
  readonly staffPersons: readonly string[];
}

function whyNot(deps: RedemptionDeps, { shop, via, booked, person, offer, staffPersons }: Parties): Refusal | null {
  const notServing = whyNotServing(shop, deps.platform.clock.now());
  if (notServing !== null) return refuse(notServing);
  // The shop opens for what it lets be booked.
  const notOpen = booked === undefined ? whyNotOpen(shop, via, deps.platform.clock.now()) : null;
  if (notOpen !== null) return notOpen;
  const notSpending = deps.people.mayNotSpend(person);
  if (notSpending !== null) return notSpending;
  if (staffPersons.includes(person.personId)) return refuse('own_shop');
  if (offer.shopId !== shop._id) return refuse('offer_of_other_shop');
  return whyNotOfferedAt(offer, deps.platform.clock.now());
}

/** A code was only made where its person may redeem by it; with an officer nobody redeems alone. */
function whyNotByAge(
  deps: RedemptionDeps,
  { via, phone }: NewRedemption,
  person: Person,
): Promise<Refusal | null> | null {
  return via === 'officer' || via === 'resident_code' ? null : whyNotAlone(deps, person, phone);
}

interface Terms {
  readonly shop: ShopRecord;
  readonly person: Person;
  readonly account: AccountChoice;
  readonly offer: OfferRecord;
  readonly points: number;
  readonly paid: PayerOfOffer;
  readonly settings: RedemptionSettings;
}

function draftOf(deps: RedemptionDeps, input: NewRedemption, terms: Terms): RedemptionRecord {
  const { via, quantity } = input;
  const { shop, person, account, offer, points, paid, settings } = terms;
  const nowMs = deps.platform.clock.now();
  const redemptionId = deps.platform.ids.next();
  return {
    _id: redemptionId,
    request: input.request,
    via,
    scanId: input.scanId,
    shopId: shop._id,
    shopName: shop.name,
    unitId: shop.unitId,
    unitPath: [...shop.unitPath],
    payerUnit: paid.payerUnit,
    communityUnit: paid.communityUnit,
    offerId: offer._id,
    personId: person.personId,
    accountId: account.accountId,
    homeUnit: account.homeUnit,
    requestedBy: input.userId,
    servedBy: via === 'resident_code' || via === 'card' ? input.userId : null,
    terms: {
      title: offer.title,
      picture: offer.picture,
      pictureId: offer.pictureId ?? null,
      kind: offer.kind,
      points: offer.points,
      remainderFen: offer.remainderFen,
      settlementFen: offer.settlementFen,
      payer: paid.payer,
      perPersonMax: offer.perPersonMax,
      period: offer.period ?? null,
      voucher: offer.voucher ?? null,
      counted: offer.stock !== null,
    },
    quantity,
    points,
    asked: input.booked === undefined ? askedSide(via, offer.kind, points, settings) : 'both',
    ...(input.booked === undefined ? {} : { booking: input.booked.booking }),
    ...shopCapsOf(settings),
    cap: { assurance: assuranceOf(via, input.withPin), caps: settings.caps },
    shortCode: shortCodeOf(redemptionId, 0),
    open: true,
    state: 'created',
    closeReason: null,
    note: null,
    declineRequest: null,
    refusal: null,
    createdAt: new Date(nowMs),
    expiresAt: new Date(input.booked?.untilMs ?? nowMs + ANSWER_TIME_MS),
    finishedAt: null,
    capturedAt: null,
    availableAfter: null,
    captureSeq: null,
    captureHash: null,
    refundedPoints: 0,
    refunds: [],
    netPoints: 0,
    owedFen: 0,
    contested: false,
    watchDue: true,
    deviceTag: input.deviceTag,
    nextCheckAt: new Date(nowMs + TAKE_UP_MS),
    version: 1,
  };
}

/** What bounds the shop, where anything does. */
function shopCapsOf({ shopCaps }: RedemptionSettings): Pick<RedemptionRecord, 'shopCaps'> {
  return shopCaps !== undefined && hasShopCap(shopCaps) ? { shopCaps } : {};
}

/** Inserts it with four digits that no other open order of the shop has. */
async function insert(deps: RedemptionDeps, draft: RedemptionRecord) {
  for (let attempt = 0; attempt < SHORT_CODES_MAX; attempt += 1) {
    try {
      return await createOnce(deps.redemptions, { ...draft, shortCode: shortCodeOf(draft._id, attempt) });
    } catch (error) {
      const fields = duplicateKeyFields(error);
      if (fields === 'scanId') return refuse('scan_used');
      if (fields !== 'shopId,shortCode') throw error;
    }
  }
  return refuse('offer_busy');
}

function outcomeOf(redemption: RedemptionRecord): RedemptionRecord | Refusal {
  return redemption.refusal ?? redemption;
}
