import { REVIEW_WATCH_JOB } from '@red-points/server/reviews/index';
import { delegations, reviewOffice, reviewRuns, reviews } from '@red-points/shared/contracts';
import { nextKey, type SignedInUser, type TestApp } from './app.ts';
import { manyPeople } from './batches.ts';
import { type Cast, decide, fileClaim } from './earning.ts';

/** Sets how a unit reviews, whatever was set before. */
export async function setOffice(
  street: SignedInUser,
  unitId: string,
  settings: { readonly serviceDays?: number; readonly secondApprovalFrom?: number | null },
): Promise<void> {
  const params = { unitId };
  const { version } = (await street.call(reviewOffice.get, { params }).expect(200)).body.settings;
  const body = { serviceDays: 5, secondApprovalFrom: null, ...settings, version };
  await street.call(reviewOffice.set, { params, body }).expect(200);
}

/** Lends the right to review; the answer's status is left to the caller. */
export function lend(
  lender: SignedInUser,
  deputy: SignedInUser,
  departures: Record<string, unknown> = {},
  key?: string,
) {
  const body = {
    unitId: 'jinxiu',
    deputyUserId: deputy.userId,
    from: '2026-11-23',
    until: '2026-11-30',
    reason: '书记外出学习',
    ...departures,
  };
  return lender.call(delegations.grant, { body, ...(key === undefined ? {} : { key }) });
}

/** Lets the watch look at the queue. */
export async function watch(test: TestApp): Promise<void> {
  await test.context.jobs.runNow(REVIEW_WATCH_JOB);
}

export async function lineOf(who: SignedInUser, id: string, query: Record<string, string> = {}) {
  const { items } = (await who.call(reviews.list, { query: { limit: 200, ...query } }).expect(200)).body;
  return items.find((item: { id: string }) => item.id === id);
}

export const detailOf = (who: SignedInUser, kind: string, id: string) =>
  who.call(reviews.get, { params: { kind, id } });

export const escalate = (who: SignedInUser, id: string, reason = '本社区无人可审', kind = 'claim') =>
  who.call(reviewOffice.escalate, { params: { kind, id }, body: { reason } });

/** The code of a refused decision, or null where it was taken. */
export async function codeOf(who: SignedInUser, id: string, body?: Record<string, unknown>): Promise<string | null> {
  const answer = await decide(who, 'claim', id, body);
  return answer.status === 200 ? null : answer.body.code;
}

/** So many claims of as many people, filed by the officer at one moment: copies of one that was filed over HTTP. */
export async function manyWaiting(
  test: TestApp,
  cast: Cast,
  count: number,
): Promise<{ id: string; personId: string; accountId: string }[]> {
  const people = await manyPeople(test, count);
  const claims = test.database.db.collection<ClaimCopy>('claims');
  const firstId = await fileClaim(cast, people[0]?.personId ?? '', { description: nextKey() });
  const first = await claims.findOne({ _id: firstId });
  if (first === null) throw new Error('a claim that was filed is missing');
  const copies = people.slice(1).map(({ personId, accountId }) => {
    const key = nextKey();
    const request = { ...first.request, key };
    return { ...first, _id: `copy-${key}`, personId, accountId, request, duplicateKey: key };
  });
  if (copies.length > 0) await claims.insertMany(copies);
  return people.map((person, index) => ({ ...person, id: copies[index - 1]?._id ?? firstId }));
}

interface ClaimCopy {
  _id: string;
  personId: string;
  accountId: string;
  duplicateKey: string;
  request: { caller: string; key: string; fingerprint: string };
}

/** Waits until a bulk decision has ended. */
export async function endOfRun(who: SignedInUser, runId: string) {
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const run = (await who.call(reviewRuns.get, { params: { runId } }).expect(200)).body;
    if (run.state === 'done') return run;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('a bulk decision did not end');
}
