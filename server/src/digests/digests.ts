import { digests as contract, isRefusal, type Refusal, refuse } from '@red-points/shared/contracts';
import type { LedgerEntry } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import type { Accounts } from '../accounts/index.ts';
import { keepPublicly } from '../http/public-cache.ts';
import { type ApiRouter, publicRoute, route } from '../http/route.ts';
import type { Ledger } from '../ledger/index.ts';
import type { People } from '../people/index.ts';
import type { Platform } from '../platform/platform.ts';
import type { Transactions } from '../transactions/index.ts';
import { issueReceipt, published } from './issue-receipt.ts';
import { listDigests } from './list-digests.ts';
import { type MakeOptions, makeDueDigests } from './make-digests.ts';
import { DigestStore } from './store.ts';

export const DIGEST_JOB = 'ledger.digest';

/** The digest of a day is there a quarter of an hour after its end. */
const DIGEST_EVERY_MS = 5 * 60_000;
/** How long a list and a digest may be kept, in seconds. */
const LIST_KEPT_S = 60;
const DIGEST_KEPT_S = 300;

export interface DigestsDeps extends Pick<Platform, 'db' | 'clock' | 'jobs' | 'logger'> {
  readonly ledger: Ledger;
  readonly people: Pick<People, 'byId'>;
  readonly accounts: Pick<Accounts, 'readable'>;
  readonly transactions: Pick<Transactions, 'entryFor'>;
}

/** 每日账本指纹: the ledger's daily published fingerprint, and receipts that are checked against it. */
export interface Digests {
  /** Makes the digests that are due and missing now, without the job's lease; how many were published. */
  makeDue(options?: MakeOptions): Promise<number>;
  /** The digest of a day; null while there is none. */
  ofDay(day: string): Promise<string | null>;
  /** The receipt of an entry that the caller may read, or when there will be one. */
  receiptFor(entry: LedgerEntry): ReturnType<typeof issueReceipt>;
  routes(router: ApiRouter): void;
}

export function createDigests(deps: DigestsDeps): Digests {
  const store = new DigestStore(deps.db);
  const makeDue = (options: MakeOptions = {}) => makeDueDigests({ ...deps, store }, options);
  deps.jobs.register({ name: DIGEST_JOB, everyMs: DIGEST_EVERY_MS, run: ({ signal }) => makeDue({ signal }) });
  return {
    makeDue,
    ofDay: async (day) => (await store.byId(day))?.digest ?? null,
    receiptFor: (entry) => issueReceipt({ ...deps, store }, entry),
    routes: (router) => {
      publicRoutes(router, store);
      receiptRoutes(router, deps, store);
    },
  };
}

function publicRoutes(router: ApiRouter, store: DigestStore): void {
  publicRoute(router, contract.list, async ({ query, res }) => {
    const page = await listDigests(store, query);
    if (isRefusal(page)) return page;
    const [first, last] = [page.items[0]?.number ?? 0, page.items.at(-1)?.number ?? 0];
    // Digests never change: a page is told by where it begins and ends, and the newest by its digest too.
    keepPublicly(res, `${first}-${last}-${page.next?.day}-${page.items[0]?.digest.slice(0, 16)}`, LIST_KEPT_S);
    return page;
  });
  publicRoute(router, contract.get, async ({ params, res }) => {
    const digest = await store.byId(params.digestId);
    if (digest === null) return refuse('digest_not_found');
    keepPublicly(res, digest.digest, DIGEST_KEPT_S);
    return published(digest);
  });
}

function receiptRoutes(router: ApiRouter, deps: DigestsDeps, store: DigestStore): void {
  route(router, contract.ownReceipt, async ({ params, principal }) => {
    const entry = await ownEntry(deps, principal, params.entryId);
    return isRefusal(entry) ? entry : issueReceipt({ ...deps, store }, entry);
  });
  route(router, contract.receipt, async ({ params, principal }) => {
    const entry = await deps.transactions.entryFor(principal, 'transactions.read', params.entryId);
    return isRefusal(entry) ? entry : issueReceipt({ ...deps, store }, entry);
  });
}

/** An entry of an account that the acting person may look into; others do not learn that it exists. */
async function ownEntry(deps: DigestsDeps, principal: Principal, entryId: string): Promise<LedgerEntry | Refusal> {
  const person = principal.actingPersonId === null ? null : await deps.people.byId(principal.actingPersonId);
  if (person === null) return refuse('registration_needed');
  const [entry] = await deps.ledger.entries([entryId]);
  if (entry === undefined) return refuse('entry_not_found');
  return isRefusal(await deps.accounts.readable(person, entry.account)) ? refuse('entry_not_found') : entry;
}
