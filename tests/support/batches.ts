import { type Batch, type BatchLine, batches } from '@red-points/shared/contracts';
import type { SignedInUser, TestApp } from './app.ts';

/** A batch's body: hours of a rule, with departures. */
export function batchBody(
  items: readonly unknown[],
  departures: Record<string, unknown> = {},
): Record<string, unknown> {
  const head = { unitId: 'jinxiu', title: '楼道清扫名单', kind: 'rule', ruleCode: 'ZY-01', reason: '网格集中登记' };
  return { ...head, ...departures, items };
}

/** Files a batch. */
export async function fileBatch(
  user: SignedInUser,
  items: readonly unknown[],
  departures: Record<string, unknown> = {},
): Promise<Batch> {
  return (await user.call(batches.file, { body: batchBody(items, departures) }).expect(201)).body;
}

/** A batch as it stands. */
export async function batchOf(user: SignedInUser, batchId: string): Promise<Batch> {
  return (await user.call(batches.get, { params: { batchId } }).expect(200)).body;
}

/** Every item of a batch, page by page. */
export async function itemsOf(
  user: SignedInUser,
  batchId: string,
  show: 'all' | BatchLine['outcome'] = 'all',
): Promise<BatchLine[]> {
  const items: BatchLine[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { show, limit: 200, ...(cursor === undefined ? {} : { cursor }) };
    const page = (await user.call(batches.items, { params: { batchId }, query }).expect(200)).body;
    items.push(...page.items);
    if (page.nextCursor === null) return items;
    cursor = page.nextCursor;
  }
}

/** Confirms a batch, and waits until all of it is posted. */
export async function confirmAndPost(test: TestApp, user: SignedInUser, batchId: string): Promise<Batch> {
  await user.call(batches.confirm, { params: { batchId } }).expect(202);
  await test.context.jobs.runNow('batches.post');
  return batchOf(user, batchId);
}

/** People of the community, entered in one go. */
export async function manyPeople(
  test: TestApp,
  count: number,
  unitId = 'jinxiu-g1',
): Promise<{ personId: string; accountId: string }[]> {
  const people = await test.context.people.enterMany(
    Array.from({ length: count }, (_, index) => ({
      kind: 'person' as const,
      name: `居民${index + 1}`,
      phone: null,
      sharedPhone: false,
      unitId,
      serveUnitId: null,
      birthDate: null,
      address: null,
      enteredBy: null,
      consentVersion: '1',
      verified: true,
    })),
  );
  return people.map(({ personId, accountId }) => ({ personId, accountId }));
}
