import {
  activitySeries,
  batches,
  claims,
  contests,
  delegations,
  imports,
  mediation,
  objections,
  reviewRuns,
  reviews,
} from '@red-points/shared/contracts';
import { addDays } from '@red-points/shared/domain/calendar';
import { entryId } from '@red-points/shared/domain/ledger';
import { nextKey, nextPhone } from '../app.ts';
import { batchBody, batchOf, fileBatch } from '../batches.ts';
import { claimBody, decide, fileClaim, planBody } from '../earning.ts';
import { sheetOf, takeIn, untilState, uploadSheet } from '../sheets.ts';
import { type Case, residentOf } from './send.ts';
import type { Town } from './town.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
const SHEET_TITLES = ['姓名', '联系电话', '所属网格', '日期', '类别', '事项', '时长', '积分'];

/** Requests by which points are earned, with what they need. */
export function earningCases({ t, cast, judge, today }: Town): Readonly<Record<string, Case>> {
  const yesterday = () => addDays(today(), -1);
  const someone = async () => (await t.enterResident()).personId;
  const aClaim = async (departures: Record<string, unknown> = {}) =>
    fileClaim(cast, await someone(), { occurredOn: yesterday(), ...departures });
  const mediated = (departures: Record<string, unknown> = {}) => ({
    ruleCode: 'TJ-01',
    occurredOn: yesterday(),
    minutes: 60,
    description: nextKey(),
    outcome: 'settled',
    sealed: { parties: [{ name: '王有德' }, { name: '赵水仙' }], dispute: '四楼漏水' },
    ...departures,
  });
  const creditId = async () => {
    const claimId = await aClaim({ ruleCode: 'ZY-03' });
    await decide(cast.secretary, 'claim', claimId).expect(200);
    return `claim:${claimId}`;
  };
  const sheet = () => {
    const row = ['柯文', Number(nextPhone()), '锦绣社区第1网格', '2026-10-01', '志愿', nextKey(), 1, 3];
    return sheetOf([SHEET_TITLES, row]);
  };
  const goesOn = ['state', 'counts', 'postedAt', 'undoneAt', 'mayUndo', 'finishedAt', 'done', 'items'];
  const posted = async (batchId: string) => {
    while ((await batchOf(cast.officer, batchId)).state !== 'posted') {
      await t.context.jobs.runNow('batches.post');
      await pause();
    }
  };
  const runsEnded = async () => {
    const runs = t.database.db.collection('review_runs');
    while ((await runs.findOne({ state: { $ne: 'done' } })) !== null) await pause();
  };
  return {
    [activitySeries.plan.id]: async () => {
      const startsAt = new Date(t.clock.now() + 86_400_000).toISOString();
      const endsAt = new Date(t.clock.now() + 90_000_000).toISOString();
      const repeats = { weekdays: [6], until: addDays(today(), 30) };
      return { by: cast.organiser, input: { body: planBody(t, { startsAt, endsAt, repeats }) } };
    },
    [batches.file.id]: async () => {
      const items = [{ personId: await someone(), date: yesterday(), minutes: 90 }];
      return { by: cast.officer, input: { body: batchBody(items, { title: nextKey() }) } };
    },
    [batches.confirm.id]: async () => {
      const items = [{ personId: await someone(), date: yesterday(), minutes: 90 }];
      const { batchId } = await fileBatch(cast.officer, items, { title: nextKey() });
      return { by: cast.secretary, input: { params: { batchId } }, ended: () => posted(batchId), goesOn };
    },
    [claims.file.id]: async () => ({
      by: cast.officer,
      input: { body: { personId: await someone(), ...claimBody({ occurredOn: yesterday() }) } },
    }),
    [claims.fileOwn.id]: async () => ({
      by: await residentOf(t),
      input: { body: claimBody({ occurredOn: yesterday() }) },
    }),
    [contests.file.id]: async () => {
      const { accountId } = await residentOf(t, 10);
      return { by: cast.deputy, input: { params: { entryId: entryId(accountId, 1) }, body: { reason: '少记了' } } };
    },
    [contests.fileOwn.id]: async () => {
      const resident = await residentOf(t, 10);
      return { by: resident, input: { body: { entryId: entryId(resident.accountId, 1), reason: '少记了' } } };
    },
    [contests.answer.id]: async () => {
      const resident = await residentOf(t, 10);
      const body = { entryId: entryId(resident.accountId, 1), reason: '少记了' };
      const { contestId } = (await resident.call(contests.fileOwn, { body }).expect(201)).body;
      return { by: judge, input: { params: { contestId }, body: { outcome: 'stands', answer: '无误' } } };
    },
    [delegations.grant.id]: async () => {
      const deputy = await t.signIn('grid_officer', 'jinxiu-g2');
      const body = { unitId: 'jinxiu', deputyUserId: deputy.userId, from: today(), until: addDays(today(), 5) };
      return { by: cast.secretary, input: { body: { ...body, reason: '外出学习' } } };
    },
    [imports.confirm.id]: async () => {
      const { importId } = (await uploadSheet(cast.officer, sheet(), { kind: 'ledger' }).expect(201)).body;
      await cast.officer.call(imports.propose, { params: { importId } }).expect(200);
      return {
        by: cast.secretary,
        input: { params: { importId } },
        ended: () => untilState(cast.officer, importId, 'posted'),
        goesOn,
      };
    },
    [imports.undo.id]: async () => {
      const parties = { proposer: cast.officer, confirmer: cast.secretary };
      const importId = await takeIn(parties, sheet(), { kind: 'ledger' });
      const input = { params: { importId }, body: { reason: '导错了' } };
      return { by: cast.deputy, input, ended: () => untilState(cast.officer, importId, 'undone'), goesOn };
    },
    [mediation.file.id]: async () => {
      const mediators = [{ personId: await someone() }, { personId: await someone() }];
      return { by: cast.officer, input: { body: mediated({ mediators }) } };
    },
    [mediation.fileOwn.id]: async () => ({ by: await residentOf(t), input: { body: mediated() } }),
    [mediation.visit.id]: async () => {
      const body = mediated({ mediators: [{ personId: await someone() }] });
      const { caseId } = (await cast.officer.call(mediation.file, { body }).expect(201)).body;
      return { by: cast.officer, input: { params: { caseId }, body: { finding: 'recurred', another: true } } };
    },
    [objections.file.id]: async () => ({
      by: cast.officer,
      input: { body: { creditId: await creditId(), personId: await someone(), reason: '当天没有见到他' } },
    }),
    [objections.fileOwn.id]: async () => ({
      by: await residentOf(t),
      input: { body: { creditId: await creditId(), reason: '当天没有见到他' } },
    }),
    [objections.decide.id]: async () => {
      const body = { creditId: await creditId(), reason: '当天没有见到他' };
      const neighbour = await residentOf(t);
      const { objectionId } = (await neighbour.call(objections.fileOwn, { body }).expect(201)).body;
      const decision = { outcome: 'dismissed', reason: '已核实' };
      return { by: judge, input: { params: { objectionId }, body: decision } };
    },
    [reviewRuns.start.id]: async () => ({
      by: cast.secretary,
      input: { body: { decision: 'approve', items: [{ kind: 'claim', id: await aClaim() }] } },
      ended: runsEnded,
      goesOn,
    }),
    [reviews.decide.id]: async () => ({
      by: cast.secretary,
      input: { params: { kind: 'claim', id: await aClaim() }, body: { decision: 'approve' } },
    }),
    [reviews.decideMany.id]: async () => {
      const items = [await aClaim(), await aClaim()].map((id) => ({ kind: 'claim', id }));
      return { by: cast.secretary, input: { body: { decision: 'approve', items } } };
    },
  };
}
