import { rowsXml, workbookFile } from '@red-points/server/imports/test-workbooks';
import { SPOT_CHECK_JOB } from '@red-points/server/spot-checks/index';
import { WATCH_JOB } from '@red-points/server/watch/index';
import {
  imports,
  type SpotItem,
  spotChecks,
  transactions,
  type WatchFindingView,
  watch,
} from '@red-points/shared/contracts';
import { WATCH_THRESHOLDS } from '@red-points/shared/domain/watch';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SignedInUser, startTestApp, type TestApp } from '../support/app.ts';
import { confirmAndPost, fileBatch, manyPeople } from '../support/batches.ts';
import { type Cast, decide, fileClaim, hourlyTerms, publishRule, signInCast } from '../support/earning.ts';
import { lasting } from '../support/households.ts';
import { untilPosted, upload } from '../support/ledger-file.ts';
import { refused } from '../support/refused.ts';

const DRAW = 'qihe.2026-11';
const TITLES = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];

let t: TestApp;
let cast: Cast;
let street: SignedInUser;
const batchIds: string[] = [];
let importId = '';

beforeAll(async () => {
  t = await startTestApp();
  const { organiser, officer, secretary, deputy } = await signInCast(t);
  cast = {
    organiser: lasting(t, organiser),
    officer: lasting(t, officer),
    secretary: lasting(t, secretary),
    deputy: lasting(t, deputy),
  };
  street = lasting(t, await t.signIn('street_admin', 'qihe'));
  await publishRule(cast, 'ZY-01', hourlyTerms());
});
afterAll(() => t.close());

const look = () => t.context.jobs.runNow(WATCH_JOB);
const draw = () => t.context.jobs.runNow(SPOT_CHECK_JOB);
const found = async (kind: string): Promise<WatchFindingView[]> =>
  (await street.call(watch.list, { query: { unitId: 'jinxiu', kind, show: 'open' } }).expect(200)).body.items;

/** A batch of so many items of so many minutes, confirmed after some time and posted. */
async function posted(count: number, minutes: number, waitMs: number): Promise<string> {
  const people = await manyPeople(t, count);
  const items = people.map(({ personId }) => ({ personId, date: '2026-11-20', minutes }));
  const { batchId } = await fileBatch(cast.officer, items);
  t.clock.advance(waitMs);
  const batch = await confirmAndPost(t, cast.secretary, batchId);
  expect(batch).toMatchObject({ state: 'posted', counts: { posted: count } });
  batchIds.push(batchId);
  return batchId;
}

/** A hand-kept ledger of two people, taken in. */
async function takenIn(): Promise<string> {
  const rows = [1, 2].map((person) => [
    ...[`居民${person}`, `1390000000${person}`, '锦绣社区第1网格', 45300, '志愿', '清扫楼道', 1, 2],
  ]);
  const uploaded = await upload(cast.officer, 'jinxiu', workbookFile({ 台账: rowsXml([TITLES, ...rows]) })).expect(201);
  const params = { importId: String(uploaded.body.importId) };
  await cast.officer.call(imports.propose, { params }).expect(200);
  t.clock.advance(60 * 60_000);
  await cast.secretary.call(imports.confirm, { params }).expect(202);
  await untilPosted(cast.officer, params.importId);
  return params.importId;
}

describe('what sheets gave', () => {
  it('is worth a look where it was confirmed within moments, or is of whole hours nearly always', async () => {
    await posted(3, 95, 60 * 60_000);
    await look();
    expect(await found('quick_sheet')).toEqual([]);
    const quick = await posted(4, 95, 90_000);
    await posted(2, 95, 1_000);
    importId = await takenIn();
    const round = await posted(WATCH_THRESHOLDS.roundItemsMin, 120, 60 * 60_000);
    await Promise.all([look(), look()]);
    await look();
    const [finding, ...others] = await found('quick_sheet');
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      ...{ about: 'sheet', sheet: { kind: 'batch', sheetId: quick }, subjectName: '楼道清扫名单', count: 4, of: 4 },
      mayDismiss: true,
    });
    expect(await found('round_sheet')).toMatchObject([{ sheet: { kind: 'batch', sheetId: round }, count: 10, of: 10 }]);
    // Neither who filed it nor who confirmed it says what it was.
    const dismissing = { params: { findingId: finding?.findingId ?? '' }, body: { reason: '名单与现场签到表一致' } };
    expect(await refused((headers) => cast.secretary.call(watch.dismiss, { ...dismissing, headers }))).toBe(
      'watch_not_independent',
    );
    await cast.deputy.call(watch.dismiss, dismissing).expect(200);
    // A ledger of two rows is below every threshold; a lower one takes this month's sheets, imports too.
    const thresholds = { ...WATCH_THRESHOLDS, roundItemsMin: 2 };
    const setting = { params: { unitId: 'jinxiu' }, body: { thresholds, version: 0 } };
    await street.call(watch.setSettings, setting).expect(200);
    await look();
    expect((await found('round_sheet')).map(({ sheet }) => sheet)).toContainEqual({
      kind: 'import',
      sheetId: importId,
    });
  });

  it('is drawn from with what was approved one by one, and a finding is put right by its entry’s reversal', async () => {
    const { personId } = await t.enterResident();
    const claimId = await fileClaim(cast, personId, { description: '送餐' });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    const rule = { percent: 100, itemsMin: 1, itemsMax: 500 };
    const district = lasting(t, await t.signIn('district_admin', 'wanglan'));
    const setting = { params: { unitId: 'qihe' }, body: { rule, version: 0 } };
    await district.call(spotChecks.setSettings, setting).expect(200);
    t.clock.set(Date.parse('2026-11-30T16:31:00Z'));
    await draw();
    const population = 3 + 4 + 2 + WATCH_THRESHOLDS.roundItemsMin + 2 + 1;
    const fixed = await t.call(spotChecks.draw, { params: { drawId: DRAW } }).expect(200);
    expect(fixed.body).toMatchObject({ state: 'fixed', population });
    const page = await t.call(spotChecks.population, { params: { drawId: DRAW, page: '0' } }).expect(200);
    const ids = page.body.ids as string[];
    expect(ids).toEqual([...ids].sort());
    const kinds = ['batch_item', 'claim', 'import_row'].map(
      (kind) => ids.filter((id) => id.startsWith(`${kind}:`)).length,
    );
    expect(kinds).toEqual([population - 3, 1, 2]);
    t.clock.set(Date.parse('2026-12-01T16:11:00Z'));
    await t.context.digests.makeDue();
    await draw();
    const items: SpotItem[] = (await street.call(spotChecks.items, { params: { drawId: DRAW } }).expect(200)).body
      .items;
    expect(items).toHaveLength(population);
    const ofBatch = items.find(({ creditId }) => creditId === `batch_item:${batchIds[0]}:1`);
    expect(ofBatch).toMatchObject({
      ...{ title: '楼道清扫名单', minutes: 95, state: 'posted', mayCheck: true, maskedName: '居*' },
      filerName: cast.officer.me.displayName,
      reviewerName: cast.secretary.me.displayName,
    });
    const ofImport = items.find(({ creditId }) => creditId.startsWith('import_row:'));
    expect(ofImport).toMatchObject({ title: '清扫楼道', points: 2, minutes: 60, maskedName: '居*' });
    // Whoever confirmed the sheet does not check what it gave, not even as somebody of the street.
    for (const item of [ofBatch, ofImport]) {
      const params = { drawId: DRAW, creditId: item?.creditId ?? '' };
      const body = { result: 'finding', note: '当天没有这项服务' };
      await street.call(spotChecks.check, { params, body }).expect(200);
      const reversing = { params: { entryId: item?.entryId ?? '' }, body: { reason: '抽查发现' } };
      await cast.deputy.call(transactions.reverse, reversing).expect(201);
    }
    await draw();
    const after = (await t.call(spotChecks.draw, { params: { drawId: DRAW } }).expect(200)).body;
    expect(after.statistics).toMatchObject({ findings: 2, corrected: 2 });
    const stored = t.database.db.collection<{ _id: string; filedBy: string }>('batches');
    await stored.updateOne({ _id: batchIds[0] ?? '' }, { $set: { filedBy: street.userId } });
    const mine = { params: { drawId: DRAW, creditId: `batch_item:${batchIds[0]}:2` } };
    const body = { result: 'in_order', note: '与名单一致' };
    expect(await refused((headers) => street.call(spotChecks.check, { ...mine, body, headers }))).toBe(
      'spot_not_independent',
    );
  });
});
