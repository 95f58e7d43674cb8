import {
  type BodyOf,
  type settlements as contract,
  isRefusal,
  type Refusal,
  refuse,
} from '@red-points/shared/contracts';
import { businessDate, endOfBusinessDay, monthOf } from '@red-points/shared/domain/calendar';
import { type Principal, permits } from '@red-points/shared/domain/permissions';
import { NO_TOTALS, payerKeyOf } from '@red-points/shared/domain/settlements';
import { createOnce, firstOf, type RequestIdentity } from '../http/idempotency.ts';
import { isDuplicateKey } from '../platform/database.ts';
import { carryOn } from './carry-on.ts';
import type { SettlementsDeps } from './deps.ts';
import { whyNotIndependent } from './find.ts';
import type { StatementRecord } from './store.ts';

/** When the job takes up a draft whose process ended. */
const TAKE_UP_MS = 10_000;

/**
 * Drafts a statement: its cut is fixed here, and every line from before it that is in no statement and in no dispute goes
 * in. What is entered later goes into the next one, of whatever day it is.
 */
export async function draft(
  deps: SettlementsDeps,
  principal: Principal,
  input: BodyOf<typeof contract.draft>,
  request: RequestIdentity,
): Promise<StatementRecord | Refusal> {
  const repeated = await repeatOf(deps, request);
  if (repeated !== null) return repeated;
  const unitPath = await deps.orgUnits.pathOf(input.payer.unitId);
  const shop = await deps.merchants.find(input.shopId);
  if (unitPath === null) return refuse('settlement_payer_unknown');
  if (!permits(principal, 'settlements.handle', { unitPath })) return refuse('out_of_scope');
  if (shop === null) return refuse('shop_not_found');
  const dependent = await whyNotIndependent(deps, principal, shop._id);
  if (dependent !== null) return dependent;
  const nowMs = deps.clock.now();
  if (input.until > businessDate(nowMs)) return refuse('settlement_period_open');
  const cutAt = new Date(Math.min(nowMs, endOfBusinessDay(input.until)));
  const payerKey = payerKeyOf(input.payer);
  const refusal = await whyNotDrafted(deps, { shopId: shop._id, payerKey, cutAt });
  if (refusal !== null) return refusal;
  const id = deps.ids.next();
  const made = await insert(deps, {
    _id: id,
    request,
    number: numberOf(input.until, id),
    shopId: shop._id,
    shopName: shop.name,
    payer: { kind: input.payer.kind, unitId: input.payer.unitId },
    payerKey,
    unitPath: [...unitPath],
    until: input.until,
    month: monthOf(input.until),
    cutAt,
    state: 'gathering',
    open: true,
    totals: NO_TOTALS,
    signatures: [],
    voided: [],
    closing: null,
    closed: null,
    fingerprint: null,
    cancelled: null,
    payout: null,
    draftedBy: principal.userId,
    draftedAt: new Date(nowMs),
    version: 1,
    nextCheckAt: new Date(nowMs + TAKE_UP_MS),
  });
  if (isRefusal(made)) return made;
  const subject = { kind: 'settlement', id: made._id };
  await deps.audit.record({ principal, action: 'settlements.draft', subject, unitId: made.payer.unitId, request });
  return carryOn(deps, made);
}

/**
 * Why nothing can be drafted up to a cut, or null. That another draft is open is asked last: one that began a moment ago has
 * taken the lines, and says more than that there are none.
 */
async function whyNotDrafted(
  { store }: SettlementsDeps,
  { shopId, payerKey, cutAt }: Pick<StatementRecord, 'shopId' | 'payerKey' | 'cutAt'>,
): Promise<Refusal | null> {
  const of = { shopId, payerKey };
  const [last, first] = await Promise.all([
    store.statements.findOne(
      { ...of, state: { $ne: 'cancelled' } },
      { sort: { cutAt: -1 }, projection: { cutAt: 1, until: 1 } },
    ),
    store.lines.findOne({ ...of, free: true, at: { $lt: cutAt } }, { projection: { _id: 1 } }),
  ]);
  const open = await store.statements.findOne({ ...of, open: true }, { projection: { _id: 1 } });
  if (open !== null) return refuse('settlement_open_exists');
  if (last !== null && cutAt <= last.cutAt) return refuse('settlement_period_closed', { until: last.until });
  return first === null ? refuse('settlement_nothing') : null;
}

/** `202611-7F3A2C`: the month, and six letters of the id. */
function numberOf(until: string, id: string): string {
  const letters = id.replace(/[^A-Za-z0-9]/g, '').slice(-6);
  return `${monthOf(until).replace('-', '')}-${letters.toUpperCase()}`;
}

async function repeatOf(deps: SettlementsDeps, request: RequestIdentity): Promise<StatementRecord | Refusal | null> {
  const first = await firstOf(deps.store.statements, request);
  return first === null || isRefusal(first) ? first : carryOn(deps, first);
}

async function insert(deps: SettlementsDeps, record: StatementRecord): Promise<StatementRecord | Refusal> {
  try {
    const made = await createOnce(deps.store.statements, record);
    return isRefusal(made) ? made : made.document;
  } catch (error) {
    if (isDuplicateKey(error)) return refuse('settlement_open_exists');
    throw error;
  }
}
