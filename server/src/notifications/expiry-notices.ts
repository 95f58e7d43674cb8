import { expiryHorizonMs, expiryStep, lastDayOf } from '@red-points/shared/domain/notifications';
import { accountsWithLotsUntil, type LotExpiry } from '../ledger/index.ts';
import { inBatches } from '../platform/batches.ts';
import { oneByOne, togetherOrEach } from '../platform/one-by-one.ts';
import type { NotificationDeps } from './deps.ts';
import { notify } from './notify.ts';
import { ownersOf } from './owners.ts';
import { noticeIdOf, recipientOf } from './store.ts';
import type { NoticeDraft, NoticeRecipient } from './types.ts';

const BATCH = 200;

interface Wanted extends LotExpiry {
  readonly recipient: NoticeRecipient;
  readonly cause: string;
}

/**
 * Tells people 30 and 7 days before some of their points are gone, with what is there at that moment. However often, late or
 * by how many processes it runs, there is one message for each account, expiry and step; a step whose day has passed gives
 * way to the nearer one, and points that are gone meanwhile are not told of. An account that cannot be read keeps no other
 * waiting.
 * @returns how many messages were new
 */
export async function makeExpiryNotices(deps: NotificationDeps, signal?: AbortSignal): Promise<number> {
  const nowMs = deps.clock.now();
  const { logger } = deps;
  let made = 0;
  const batches = inBatches(accountsWithLotsUntil(deps.db, nowMs, expiryHorizonMs(nowMs)), BATCH);
  const firstOf = ([first]: readonly LotExpiry[]): string => first?.account ?? '';
  await oneByOne(batches, { what: 'accountsFrom', idOf: firstOf, logger, signal }, (batch) =>
    togetherOrEach(batch, { what: 'account', idOf: ({ account }) => account, logger, signal }, async (some) => {
      made += await tell(deps, some, nowMs);
    }),
  );
  return made;
}

async function tell(deps: NotificationDeps, lots: readonly LotExpiry[], nowMs: number): Promise<number> {
  const wanted = await notToldYet(deps, await withOwners(deps, lots, nowMs));
  if (wanted.length === 0) return 0;
  const views = await deps.ledger.views(wanted.map(({ account }) => account));
  const drafts = wanted.flatMap(({ recipient, cause, expiresAtMs }, index): NoticeDraft[] => {
    const lot = views[index]?.state.lots.find((free) => free.expiresAtMs === expiresAtMs);
    if (lot === undefined) return [];
    const data = { points: lot.points, lastDay: lastDayOf(expiresAtMs) };
    return [{ recipient, cause, template: 'points_expiring', data, link: { kind: 'offers', id: null }, atMs: nowMs }];
  });
  return notify(deps, drafts);
}

async function withOwners(deps: NotificationDeps, lots: readonly LotExpiry[], nowMs: number): Promise<Wanted[]> {
  const owners = await ownersOf(
    deps,
    lots.map(({ account }) => account),
  );
  return lots.flatMap((lot) => {
    const step = expiryStep(lot.expiresAtMs, nowMs);
    if (step === null) return [];
    const cause = `expiry:${lot.account}:${lot.expiresAtMs}:${step}`;
    const personIds = owners.get(lot.account)?.personIds ?? [];
    return personIds.map((id) => ({ ...lot, recipient: { kind: 'person', id } as const, cause }));
  });
}

/** Most accounts were told on an earlier run: their state need not be read. */
async function notToldYet(deps: NotificationDeps, wanted: readonly Wanted[]): Promise<Wanted[]> {
  const idOf = ({ recipient, cause }: Wanted): string => noticeIdOf(recipientOf(recipient), cause);
  const told = await deps.notices.find({ _id: { $in: wanted.map(idOf) } }, { projection: { _id: 1 } }).toArray();
  const known = new Set(told.map(({ _id }) => _id));
  return wanted.filter((one) => !known.has(idOf(one)));
}
