import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { endActivity, openActivity, type PlannedActivity, startAndCheckIn } from './load-activities.ts';
import { staffOf } from './load-basics.ts';
import { type DeskClaim, fileDeskClaims } from './load-desk.ts';
import { claimsOf, fileDemoCase } from './mediations.ts';
import { freeOn, neighbours } from './neighbours.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { type DemoWorld, granted, sentOnce } from './world.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** The rider of the role cards asks for something that has to be filled in again. */
const RETURNED: DeskClaim = {
  name: 'returned',
  resident: 1,
  ruleCode: 'ZY-08',
  minutes: 20,
  description: '送餐路上看到井盖松动，已拍照。',
  pictures: ['street'],
  hoursAgo: 33,
  own: true,
};

/** Approved before anybody could have looked at them: a watch report shows it. */
const HASTY: readonly DeskClaim[] = [0, 1, 2, 3].map((index) => ({
  name: `hasty${index}`,
  resident: 60 + index,
  ruleCode: 'ZY-10',
  minutes: 20,
  description: '上报楼道堆物与飞线充电，物业已到场处理。',
  pictures: ['stairs'],
  hoursAgo: 51 + index,
}));
const HASTY_AFTER_MS = 50_000;

/** A list of newcomers as a grid keeps it, with a grid that does not exist, a phone that is too short, and somebody known. */
const LIST = [
  '姓名,联系电话,所属网格,出生日期,住址',
  '韩春生,19900000901,锦绣社区第1网格,1968-05-02,2号楼3单元',
  '高月娥,19900000902,锦绣社区第2网格,1959-11-20,5号楼1单元',
  '梁思远,19900000903,锦绣社区第4网格,1987-03-15,',
  '马素梅,1990000,锦绣社区第3网格,1971-08-09,7号楼2单元',
  '蒋德胜,19900000905,锦绣社区第9网格,1980-01-30,',
  '孙金凤,,锦绣社区第5网格,1949-06-18,9号楼4单元',
  '陈秀英,19900000001,锦绣社区第3网格,1951-04-12,',
].join('\n');

/** What an office has in hand: deputies, what was sent back, a list in preview, and what watch reports find. Safe to repeat. */
export async function loadOffice(world: DemoWorld, nowMs: number): Promise<void> {
  await lendRights(world, nowMs);
  await sendBack(world, nowMs);
  await approveInHaste(world);
  await countTooFew(world, nowMs);
  await previewList(world, nowMs);
}

/** One deputy was, one is, and one will be. */
async function lendRights(world: DemoWorld, nowMs: number): Promise<void> {
  const secretary = staffOf(world, 'secretary');
  const lent = [
    { deputy: 'hechi-admin', daysAgo: 30, from: -30, days: 5, reason: '书记参加区里集中培训，由荷池社区代审。' },
    { deputy: 'grid', daysAgo: 1, from: 0, days: 14, reason: '书记外出学习两周，活动签到由网格员代审。' },
    { deputy: 'wangjiang-admin', daysAgo: 0, from: 20, days: 7, reason: '年假期间由望江社区代审。' },
  ];
  for (const { deputy, daysAgo, from, days, reason } of lent) {
    world.clock.set(nowMs - daysAgo * DAY_MS);
    const name = `delegation:${deputy}`;
    await world.notes.once(name, async () => {
      const today = businessDate(nowMs);
      const dates = { from: addDays(today, from), until: addDays(today, from + days - 1) };
      const lending = { unitId: MAIN_COMMUNITY, deputyUserId: staffOf(world, deputy).userId, ...dates, reason };
      return granted(await world.context.delegations.grant(secretary, lending, sentOnce(secretary, name)), name)._id;
    });
  }
}

/** A claim and a case of mediation that their filers correct: 退回修改. */
async function sendBack(world: DemoWorld, nowMs: number): Promise<void> {
  const secretary = staffOf(world, 'secretary');
  await fileDeskClaims(world, [RETURNED], nowMs);
  world.clock.set(nowMs - 9 * HOUR_MS);
  const caseId = await world.notes.once('case:parking', () => fileParkingCase(world, nowMs));
  world.clock.set(nowMs - 3 * HOUR_MS);
  const [part] = await claimsOf(world, caseId);
  if (part === undefined) throw new Error('the case has no claims');
  const returned = [
    {
      id: world.notes.need(`claim:${RETURNED.name}`),
      reason: '照片看不清路名，请补一张能看到路牌的照片，并写明具体位置。',
      changes: ['evidence', 'description'] as const,
    },
    // Of a case, one part that is returned returns all.
    {
      id: part,
      reason: '调解时长与记录不一致，请核对后写明起止时间。',
      changes: ['length', 'description'] as const,
    },
  ];
  for (const { id, reason, changes } of returned) {
    await world.notes.once(`returned:${id}`, async () => {
      const verdict = { decision: 'return' as const, reason, changes: [...changes] };
      const [outcome] = await world.context.reviews.decide(secretary, [{ kind: 'claim', id }], verdict);
      if (outcome?.done !== true && outcome?.code !== 'already_decided') throw new Error(`return: ${outcome?.code}`);
      return 'done';
    });
  }
}

async function fileParkingCase(world: DemoWorld, nowMs: number): Promise<string> {
  return fileDemoCase(world, staffOf(world, 'grid'), {
    name: 'case-parking',
    mediators: [0, ...neighbours().slice(36, 38)],
    ruleCode: 'TJ-02',
    occurredOn: addDays(businessDate(nowMs), -2),
    startTime: '18:30',
    minutes: 180,
    description: '两户争用同一车位，三位邻居与物业一起约定错时停放。',
    parties: ['褚某'],
    dispute: '地面 17 号车位',
  });
}

/** Each approved within a minute of being filed, by the second admin of the community. */
async function approveInHaste(world: DemoWorld): Promise<void> {
  const startMs = world.midnightMs;
  for (const claim of HASTY) {
    await fileDeskClaims(world, [claim], startMs + DAY_MS);
    world.clock.set(world.clock.now() + HASTY_AFTER_MS);
    const items = [{ kind: 'claim' as const, id: world.notes.need(`claim:${claim.name}`) }];
    await approve(world, 'jinxiu-admin2', items);
  }
}

/** Seven came and are credited, five were counted. */
async function countTooFew(world: DemoWorld, nowMs: number): Promise<void> {
  const startsAtMs = world.midnightMs - 2 * DAY_MS + 14.5 * HOUR_MS;
  const plan: PlannedActivity = {
    name: 'activity:housework',
    title: '家政互助日',
    ruleCode: 'ZY-16',
    place: '第四网格服务点',
    unitId: MAIN_COMMUNITY,
    startsAtMs,
    endsAtMs: startsAtMs + 90 * MINUTE_MS,
    capacity: 10,
  };
  const organiser = staffOf(world, 'organiser');
  world.clock.set(startsAtMs - 5 * HOUR_MS);
  const activityId = await openActivity(world, plan, { organiser, approver: staffOf(world, 'deputy') });
  world.clock.set(startsAtMs);
  const free = new Set(freeOn(2));
  const present = neighbours()
    .filter((ref) => free.has(ref))
    .slice(0, 7);
  await startAndCheckIn(world, plan.name, organiser, present);
  world.clock.set(plan.endsAtMs);
  await endActivity(world, plan.name, organiser, 5);
  world.clock.set(Math.min(nowMs, plan.endsAtMs + 4 * HOUR_MS));
  const attendances = await world.context.db
    .collection<{ _id: string }>('attendances')
    .find({ activityId, state: 'waiting' }, { projection: { _id: 1 } })
    .toArray();
  await approve(
    world,
    'jinxiu-admin',
    attendances.map(({ _id }) => ({ kind: 'attendance' as const, id: _id })),
  );
}

async function approve(
  world: DemoWorld,
  username: string,
  items: Parameters<DemoWorld['context']['reviews']['decide']>[1],
): Promise<void> {
  const outcomes = await world.context.reviews.decide(staffOf(world, username), items, { decision: 'approve' });
  const refused = outcomes.find(({ done, code }) => !done && code !== 'already_decided');
  if (refused !== undefined) throw new Error(`approval: ${refused.code}`);
}

async function previewList(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(nowMs - 2 * HOUR_MS);
  await world.notes.once('import:newcomers', async () => {
    const upload = {
      unitId: MAIN_COMMUNITY,
      kind: 'residents' as const,
      fileName: '十二月新入住居民.csv',
      bytes: new TextEncoder().encode(LIST),
      uploadedBy: world.notes.need('user:grid'),
    };
    return granted(await world.context.imports.preview(upload), 'import')._id;
  });
}
