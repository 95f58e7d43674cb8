import { type BodyOf, type Refusal, type ResponseOf, type redemptionCodes, refuse } from '@red-points/shared/contracts';
import type { Principal } from '@red-points/shared/domain/permissions';
import { QR_ID_BYTES } from '@red-points/shared/domain/qr';
import { CODE_LIFE_MS, CODE_REFRESH_MS } from '@red-points/shared/domain/redemptions';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import { whyNotAlone } from './alone.ts';
import type { RedemptionDeps } from './deps.ts';
import { deviceTagFor } from './device-tag.ts';
import type { RedemptionCodeRecord } from './store.ts';

type Code = ResponseOf<typeof redemptionCodes.create>;

const DIGITS = 8;
const ATTEMPTS_MAX = 20;

/** A new one-time code of the acting person; the one before it stops working at once. */
export async function createCode(
  deps: RedemptionDeps,
  principal: Principal,
  { pinCheckId, device }: BodyOf<typeof redemptionCodes.create> = {},
): Promise<Code | Refusal> {
  const personId = principal.actingPersonId;
  if (personId === null) return refuse('registration_needed');
  const person = await deps.people.byId(personId);
  if (person === null) return refuse('person_not_found');
  const notSpending = deps.people.mayNotSpend(person);
  if (notSpending !== null) return notSpending;
  const notAlone = await whyNotAlone(deps, person, principal);
  if (notAlone !== null) return notAlone;
  const notChecked =
    pinCheckId === undefined ? null : await deps.pins.wasChecked(personId, principal.userId, pinCheckId);
  if (notChecked !== null) return notChecked;
  const deviceTag = deviceTagFor(deps, principal, device);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    await deps.codes.updateMany({ personId, live: true }, { $set: { live: false } });
    const code = { ...draftOf(deps, personId, pinCheckId === undefined ? 'code' : 'pin'), deviceTag };
    try {
      await deps.codes.insertOne(code);
      return viewOf(deps, code);
    } catch (error) {
      // Made on another phone of the same person just now, or digits that somebody else's code has: again.
      if (!isDuplicateKey(error)) throw error;
      if (!['personId', 'digits', '_id'].includes(duplicateKeyFields(error))) throw error;
    }
  }
  return refuse('unavailable');
}

function draftOf(deps: RedemptionDeps, personId: string, by: 'code' | 'pin'): RedemptionCodeRecord {
  const { ids, clock } = deps.platform;
  const nowMs = clock.now();
  const random = Buffer.from(ids.next(), 'base64url');
  return {
    _id: random.subarray(0, QR_ID_BYTES).toString('hex'),
    personId,
    digits: String(random.readUIntBE(QR_ID_BYTES, 6) % 10 ** DIGITS).padStart(DIGITS, '0'),
    live: true,
    by,
    createdAt: new Date(nowMs),
    expiresAt: new Date(nowMs + CODE_LIFE_MS),
    scan: null,
  };
}

function viewOf(deps: RedemptionDeps, code: RedemptionCodeRecord): Code {
  return {
    codeUrl: deps.tokens.urlOf('resident_code', Buffer.from(code._id, 'hex')),
    digits: code.digits,
    createdAt: code.createdAt.toISOString(),
    expiresAt: code.expiresAt.toISOString(),
    refreshAt: new Date(code.createdAt.getTime() + CODE_REFRESH_MS).toISOString(),
  };
}
