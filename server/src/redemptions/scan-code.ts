import {
  type BodyOf,
  isRefusal,
  type Refusal,
  type ResponseOf,
  type redemptionCodes,
  refuse,
} from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { readScannedText } from '@red-points/shared/domain/qr';
import { SCAN_LIFE_MS, whyNotServing } from '@red-points/shared/domain/redemptions';
import { whyNotOpen } from '../merchants/index.ts';
import type { Person } from '../people/index.ts';
import { early } from '../platform/early.ts';
import { together } from '../platform/together.ts';
import { whyNotAlone } from './alone.ts';
import { whyNotCardHere } from './card-hands.ts';
import type { RedemptionDeps } from './deps.ts';
import { REDEMPTION_CODES, type RedemptionCodeRecord } from './store.ts';

type Scan = ResponseOf<typeof redemptionCodes.scan>;

/**
 * A shop scans a resident's code, or types its digits, or scans a printed card. The code is used up by the first that does, in one atomic step:
 * of two shops in the same instant one is told `code_used`.
 */
export async function scanCode(
  deps: RedemptionDeps,
  principal: Principal,
  input: BodyOf<typeof redemptionCodes.scan>,
): Promise<Scan | Refusal> {
  const isTyped = readScannedText(input.code).kind === 'digits';
  // The counter waits: what is asked for in one turn is one query. Attempts with digits are counted only where the shop may scan.
  const staffOfShop = early(deps.users.personIdsOfShop(input.shopId));
  const [shop, signed] = await Promise.all([
    deps.merchants.findFor(principal, 'redemptions.serve', input.shopId),
    isTyped ? null : findSigned(deps, input.code),
  ]);
  if (isRefusal(shop)) return shop;
  const notServing = whyNotServing(shop, deps.platform.clock.now());
  if (notServing !== null) return refuse(notServing);
  const notOpen = whyNotOpen(shop, 'resident_code', deps.platform.clock.now());
  if (notOpen !== null) return notOpen;
  const counter = { principal, shopId: shop._id, staffOfShop };
  const card = await scanCard(deps, counter, input.code);
  if (card !== null) return card;
  const code = signed ?? (await findCode(deps, shop._id, input.code));
  if (isRefusal(code)) return code;
  const customer = await customerOf(deps, counter, code.personId);
  if (isRefusal(customer)) return customer;
  const used = await useUp(deps, code._id, shop._id, principal.userId);
  if (used?.scan === null || used === null) return whyNotUsable(deps, code._id);
  deps.scanned.set(used.scan.id, { shopId: shop._id, personId: used.personId, unitPath: shop.unitPath });
  return {
    scanId: used.scan.id,
    maskedName: customer.maskedName,
    expiresAt: used.scan.expiresAt.toISOString(),
    pinNeeded: false,
  };
}

/** A scan of a printed card, which its holder's PIN has to follow; null where it is no card. */
async function scanCard(deps: RedemptionDeps, counter: Counter, text: string): Promise<Scan | Refusal | null> {
  const card = await deps.cards.read(text);
  if (card === null || isRefusal(card)) return card;
  const { personId, cardId } = card;
  const customer = await customerOf(deps, counter, personId);
  if (isRefusal(customer)) return customer;
  // Nobody grown up is asked where a card is held up.
  const notAlone = await whyNotAlone(deps, customer.person, null);
  if (notAlone !== null) return notAlone;
  const noPin = await deps.pins.whyNone(personId);
  if (noPin !== null) return noPin;
  const { principal, shopId } = counter;
  const notHere = await whyNotCardHere(deps, principal, { cardId, personId, shopId });
  if (notHere !== null) return notHere;
  const { clock, ids } = deps.platform;
  const nowMs = clock.now();
  const expiresAt = new Date(nowMs + SCAN_LIFE_MS);
  const scan = { id: ids.next(), shopId, userId: principal.userId, expiresAt };
  // What is shown of a card never changes: each scan of it is a record of its own.
  const made = {
    personId,
    digits: '',
    live: false,
    by: 'card',
    cardId,
    createdAt: new Date(nowMs),
    expiresAt,
    scan,
  } as const;
  await deps.codes.insertOne({ _id: ids.next(), ...made });
  return {
    scanId: scan.id,
    maskedName: customer.maskedName,
    expiresAt: expiresAt.toISOString(),
    pinNeeded: true,
  };
}

/**
 * Finds a scanned code, or typed digits.
 * @param guesser whose attempts with digits are counted
 */
export async function findCode(
  deps: RedemptionDeps,
  guesser: string,
  text: string,
): Promise<RedemptionCodeRecord | Refusal> {
  const scanned = readScannedText(text);
  return scanned.kind === 'digits' ? findByDigits(deps, guesser, scanned.digits) : findSigned(deps, text);
}

async function findSigned(deps: RedemptionDeps, text: string): Promise<RedemptionCodeRecord | Refusal> {
  const read = deps.tokens.read('resident_code', text);
  switch (read.status) {
    case 'not_a_code':
    case 'malformed':
      return refuse('code_not_recognised');
    case 'forged':
      return refuse('code_forged');
    case 'other_installation':
      return refuse('code_other_installation');
    case 'ok':
      break;
    default:
      return read satisfies never;
  }
  const _id = Buffer.from(read.payload).toString('hex');
  const code = await together(deps.platform.db).byId<RedemptionCodeRecord>(REDEMPTION_CODES, _id);
  // Signed by us and no longer known: it was removed long after its time.
  return code ?? refuse('code_expired_scan');
}

/** Digits can be guessed, so every attempt counts, also one that finds a code. */
async function findByDigits(
  deps: RedemptionDeps,
  guesser: string,
  digits: string,
): Promise<RedemptionCodeRecord | Refusal> {
  const limited = await deps.digitAttempts.take(guesser);
  if (limited !== null) return limited;
  const [code] = await deps.codes.find({ digits }).sort({ createdAt: -1 }).limit(1).toArray();
  return code ?? refuse('code_not_recognised');
}

/** Where a code or card is held up: who serves there, and who else works in the shop. */
interface Counter {
  readonly principal: Principal;
  readonly shopId: string;
  readonly staffOfShop: Promise<readonly string[]>;
}

/** Whose code or card it is, as the counter sees them: `person_not_found`, `own_shop`, or that they may not spend. */
async function customerOf(
  deps: RedemptionDeps,
  { principal, staffOfShop }: Counter,
  personId: string,
): Promise<{ readonly maskedName: string; readonly person: Person } | Refusal> {
  const [person, names, staffPersons] = await Promise.all([
    deps.people.byId(personId),
    deps.people.names([personId]),
    staffOfShop,
  ]);
  if (person === null) return refuse('person_not_found');
  if (staffPersons.includes(personId) || principal.personIds.includes(personId)) return refuse('own_shop');
  return deps.people.mayNotSpend(person) ?? { maskedName: names.get(personId)?.masked ?? '—', person };
}

/**
 * Not waited for until a majority has it: a scan moves no points, and one that was lost with the primary that took it is a scan that never was.
 * A redemption that names it is refused then.
 */
async function useUp(deps: RedemptionDeps, codeId: string, shopId: string, userId: string) {
  const { clock, ids } = deps.platform;
  const nowMs = clock.now();
  return deps.codes.findOneAndUpdate(
    { _id: codeId, live: true, scan: null, expiresAt: { $gt: new Date(nowMs) } },
    {
      $set: { live: false, scan: { id: ids.next(), shopId, userId, expiresAt: new Date(nowMs + SCAN_LIFE_MS) } },
    },
    { returnDocument: 'after', writeConcern: { w: 1 } },
  );
}

async function whyNotUsable(deps: RedemptionDeps, codeId: string): Promise<Refusal> {
  const code = await deps.codes.findOne({ _id: codeId });
  return refuse(code !== null && code.scan !== null ? 'code_used' : 'code_expired_scan');
}
