import {
  type BodyOf,
  type displays as contract,
  type Refusal,
  type ResponseOf,
  refuse,
} from '@red-points/shared/contracts';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { DISPLAY_NUMBER_BYTES } from '@red-points/shared/domain/qr';
import { duplicateKeyFields, isDuplicateKey } from '../platform/database.ts';
import type { DisplaysDeps } from './deps.ts';
import type { DisplayRecord } from './store.ts';

const PAIRING_LIFE_MS = 10 * 60_000;
const DIGITS = 8;
const ATTEMPTS_MAX = 20;

/** The keyed hash that a screen's secret is kept as. */
export function secretHashOf({ keys }: Pick<DisplaysDeps, 'keys'>, displayId: string, secret: string): string {
  return keys.mac('display-secret', `${displayId}.${secret}`).toString('base64url');
}

/** What every screen starts with: names and secrets that nobody can guess. */
export function blankDisplay({ ids, clock }: Pick<DisplaysDeps, 'ids' | 'clock'>): DisplayRecord {
  return {
    _id: ids.next(),
    kind: 'hall',
    state: 'pairing',
    number: Buffer.from(ids.next(), 'base64url').subarray(0, DISPLAY_NUMBER_BYTES).toString('hex'),
    codeSecret: ids.next() + ids.next(),
    secretHash: null,
    pairingCode: null,
    pairingUntil: null,
    userId: null,
    name: '',
    unitId: '',
    unitPath: [],
    activityId: null,
    registeredBy: '',
    registeredAt: new Date(clock.now()),
    lastSeenAt: null,
    revoked: null,
  };
}

/** A hall's screen asks to be paired. Its secret leaves the server this once. */
export async function beginPairing(
  deps: DisplaysDeps,
  caller: string,
): Promise<ResponseOf<typeof contract.begin> | Refusal> {
  const limited = await deps.pairingLimit.take(caller);
  if (limited !== null) return limited;
  const secret = deps.ids.next() + deps.ids.next();
  const pairingUntil = new Date(deps.clock.now() + PAIRING_LIFE_MS);
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
    const blank = blankDisplay(deps);
    const random = Buffer.from(deps.ids.next(), 'base64url');
    const pairingCode = String(random.readUIntBE(0, 6) % 10 ** DIGITS).padStart(DIGITS, '0');
    const secretHash = secretHashOf(deps, blank._id, secret);
    try {
      await deps.displays.insertOne({ ...blank, secretHash, pairingCode, pairingUntil });
      return { displayId: blank._id, secret, pairingCode, expiresAt: pairingUntil.toISOString() };
    } catch (error) {
      // Another screen has these digits, or this number, at the moment.
      if (!isDuplicateKey(error) || !['pairingCode', 'number'].includes(duplicateKeyFields(error))) throw error;
    }
  }
  return refuse('unavailable');
}

/** Registers the screen that shows a pairing code, for a unit of the caller. */
export async function registerDisplay(
  deps: DisplaysDeps,
  principal: Principal,
  { pairingCode, name, unitId }: BodyOf<typeof contract.register>,
): Promise<DisplayRecord | Refusal> {
  const unitPath = await deps.orgUnits.pathOf(unitId);
  if (unitPath === null) return refuse('unit_unknown');
  if (!permits(principal, 'displays.manage', { unitPath })) return refuse('out_of_scope');
  const limited = await deps.codeLimit.take(principal.userId);
  if (limited !== null) return limited;
  const registeredAt = new Date(deps.clock.now());
  const registered = await deps.displays.findOneAndUpdate(
    { pairingCode, state: 'pairing', pairingUntil: { $gt: registeredAt } },
    {
      $set: {
        state: 'active',
        pairingCode: null,
        pairingUntil: null,
        name,
        unitId,
        unitPath: [...unitPath],
        registeredBy: principal.userId,
        registeredAt,
      },
    },
    { returnDocument: 'after' },
  );
  if (registered === null) return refuse('display_pairing_code_unknown');
  await deps.codeLimit.giveBack(principal.userId);
  await recordAct(deps, principal, 'displays.register', registered);
  return registered;
}

/** Notes in the log of acts what was done to a screen. */
export async function recordAct(
  { audit }: Pick<DisplaysDeps, 'audit'>,
  principal: Principal,
  action: string,
  { _id, unitId }: DisplayRecord,
): Promise<void> {
  await audit.record({ principal, action, subject: { kind: 'display', id: _id }, unitId });
}
