import { businessDate, monthOf } from '@red-points/shared/domain/calendar';
import { staffOf } from './load-basics.ts';
import { redeem } from './load-redemptions.ts';
import { claimsOf, fileDemoCase } from './mediations.ts';
import { demoPhone } from './names.ts';
import { residentsOfMain } from './neighbours.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { UNPAID } from './rules.ts';
import type { SubjectPlan } from './subjects.ts';
import { at, type DemoWorld, demoId, granted, residentPrincipal } from './world.ts';

const DAY_MS = 86_400_000;

/** 叶永福 with his wife and grandson, who share an account: refs of the plan, the head first. */
const HOUSEHOLD = 723;
export const MEMBERS = [314, 45, 23] as const;
/** The head of it, who has had a phone in the plan since the beginning. */
export const HOUSEHOLD_CARD = {
  card: 'household',
  phone: demoPhone(1_000 + MEMBERS[0]),
  titleZh: '居民 叶永福（家庭账户）',
  titleEn: 'Resident Ye Yongfu (household)',
  hintZh: '一家三口共用一个积分账户，捐过积分',
  hintEn: 'Three who share one account; has given points',
} as const;

/** Its entries of the last days: a mediation and a report each, by day. */
const HOUSEHOLD_CLAIMS = [
  { member: 0, ruleCode: 'TJ-02', daysAgo: 5, minutes: 60, description: '晾晒占用公共走廊，两家商定轮流使用。' },
  { member: 1, ruleCode: 'TJ-01', daysAgo: 4, minutes: 90, description: '婆媳因带孩子起争执，上门劝和。' },
  { member: 2, ruleCode: 'ZY-08', daysAgo: 3, minutes: 20, description: '放学路上看到路灯不亮，已拍照上报。' },
  { member: 1, ruleCode: 'ZY-08', daysAgo: 2, minutes: 20, description: '菜场后门积水结冰，已上报社区。' },
] as const;

/** A budget of its community that is calm, and one of the next community that is nearly used. */
const CALM_BUDGET_POINTS = 12_000;
const TIGHT_BUDGET = { unitId: 'hechi', plannedPoints: 3_000, leftShare: 0.06, leftMin: 40 } as const;

/** Who gave how much to the community's fund; each where they have that much. */
const DONATIONS = [
  { resident: 0, points: 10, daysAgo: 6, hour: 20 },
  { resident: 14, points: 30, daysAgo: 5, hour: 12 },
  { resident: 22, points: 8, daysAgo: 4, hour: 9 },
  { resident: 41, points: 20, daysAgo: 3, hour: 19 },
  { resident: 47, points: 5, daysAgo: 2, hour: 15 },
  { resident: 60, points: 12, daysAgo: 1, hour: 18 },
] as const;

const BATCH_PEOPLE = 12;

/**
 * What an office meets in the last days beside claims and activities: a household that shares an account, gifts to the
 * community's fund, budgets of the month, and two batches, one posted and one that waits for its second person.
 */
export async function loadAccounts(world: DemoWorld): Promise<void> {
  await shareAnAccount(world);
  await householdDays(world);
  await giveToTheFund(world);
  await setBudgets(world);
  await fileBatches(world);
}

/** The office registers a household; from that day on its community credits households. */
async function shareAnAccount(world: DemoWorld): Promise<void> {
  const { accounts, memberships } = world.context;
  at(world, 7, 10);
  await world.notes.once('crediting', async () => {
    const setting = { creditedTo: 'household' } as const;
    const decided = await accounts.setCrediting(staffOf(world, 'secretary'), MAIN_COMMUNITY, setting);
    return granted(decided, 'crediting').creditedTo;
  });
  for (const [index, ref] of MEMBERS.entries()) {
    await world.notes.once(`member:${ref}`, async () => {
      const member = { memberId: demoId(`person-${ref}`), asHead: index === 0 };
      return granted(
        await memberships.add(staffOf(world, 'grid'), demoId(`person-${HOUSEHOLD}`), member),
        `member ${ref}`,
      )._id;
    });
  }
}

/** Its members earn into the shared account, eat at the canteen from it and give to the fund out of it. */
async function householdDays(world: DemoWorld): Promise<void> {
  const officer = staffOf(world, 'grid');
  for (const [index, { member, daysAgo, ...claim }] of HOUSEHOLD_CLAIMS.entries()) {
    at(world, daysAgo, 17);
    const key = `demo-household-claim-${index}`;
    const ref = MEMBERS[member];
    const claimId = await world.notes.once(key, async () => {
      if (claim.ruleCode !== 'ZY-08') {
        const parties = ['邻居甲', '邻居乙'];
        const caseId = await fileDemoCase(world, officer, { ...claim, name: key, mediators: [ref], parties });
        return (await claimsOf(world, caseId))[0] ?? '';
      }
      const fields = {
        ...claim,
        occurredOn: businessDate(world.clock.now()),
        evidenceIds: [],
        activityId: null,
        startTime: null,
        draftId: null,
        declarations: UNPAID,
      };
      const request = { caller: officer.userId, key, fingerprint: key };
      const personId = demoId(`person-${ref}`);
      return granted(await world.context.claims.file(officer, personId, fields, request), key)._id;
    });
    // Somebody looks at it first: approved within two minutes, it would be worth a look itself.
    at(world, daysAgo, 18);
    const items = [{ kind: 'claim' as const, id: claimId }];
    const [outcome] = await world.context.reviews.decide(staffOf(world, 'deputy'), items, { decision: 'approve' });
    if (outcome?.done !== true && outcome?.code !== 'already_decided') throw new Error(`${key}: ${outcome?.code}`);
  }
  at(world, 2, 19);
  const key = 'demo-household-redemption';
  await world.notes.once(key, () => redeem(world, { ref: MEMBERS[1], shop: 'canteen', offerIndex: 0, key }));
  at(world, 1, 20);
  await give(world, { name: 'demo-household-donation', ref: MEMBERS[0], points: 5 });
}

async function giveToTheFund(world: DemoWorld): Promise<void> {
  const residents = residentsOfMain();
  for (const { resident, points, daysAgo, hour } of DONATIONS) {
    const ref = residents[resident]?.ref;
    if (ref === undefined) throw new RangeError('not so many residents');
    const [view] = await world.context.ledger.views([demoId(`account-${ref}`)]);
    at(world, daysAgo, hour);
    const name = `demo-donation-${ref}`;
    if (world.notes.get(name) === undefined && (view?.available ?? 0) < points) continue;
    await give(world, { name, ref, points });
  }
}

/** A resident gives to the fund from the account that counts for them. */
async function give(
  world: DemoWorld,
  { name, ref, points }: { readonly name: string; readonly ref: number; readonly points: number },
): Promise<void> {
  const resident = residentPrincipal(demoId(`person-${ref}`));
  const request = { caller: resident.userId, key: name, fingerprint: name };
  await world.notes.once(
    name,
    async () => granted(await world.context.donations.give(resident, { points }, request), name)._id,
  );
}

/** The street plans what its communities may issue this month; one of them is nearly there. */
async function setBudgets(world: DemoWorld): Promise<void> {
  const { budgets, clock } = world.context;
  const street = staffOf(world, 'street');
  at(world, 0, 0);
  const month = monthOf(businessDate(clock.now()));
  const set = async (unitId: string, points: number, version: number, reason: string): Promise<string> => {
    const wanted = { unitId, category: 'all', period: month, points, reason, version } as const;
    return granted(await budgets.set(street, wanted), `budget of ${unitId}`)._id;
  };
  await world.notes.once('budget:calm', () =>
    set(MAIN_COMMUNITY, CALM_BUDGET_POINTS, 0, '本月发放计划，街道办公会议定'),
  );
  const { unitId, plannedPoints, leftShare, leftMin } = TIGHT_BUDGET;
  await world.notes.once('budget:planned', () => set(unitId, plannedPoints, 0, '本月发放计划，街道办公会议定'));
  await world.notes.once('budget:tight', async () => {
    const slot = await budgets.slotOf(unitId, 'volunteering', clock.now());
    const used = plannedPoints - ((await budgets.room(slot)).left ?? 0);
    const tight = used + Math.max(leftMin, Math.ceil(used * leftShare));
    return set(unitId, tight, 1, '活动集中在上半月，余量调给其他社区');
  });
}

/** One list posted yesterday, and one that waits; the second has a row that names nobody. */
async function fileBatches(world: DemoWorld): Promise<void> {
  const people = residentsOfMain()
    .filter(({ ref }) => !MEMBERS.some((member) => member === ref))
    .slice(70, 70 + 2 * BATCH_PEOPLE);
  at(world, 1, 9);
  const posted = await fileBatch(world, {
    name: 'demo-batch-posted',
    title: '社区合唱汇报演出',
    ruleCode: 'WH-02',
    reason: '演出当天手机信号差，按现场签到表补登',
    daysAgo: 2,
    people: people.slice(0, BATCH_PEOPLE),
    strangers: [],
  });
  at(world, 1, 10);
  const secretary = staffOf(world, 'secretary');
  const request = { caller: secretary.userId, key: 'demo-batch-confirmed', fingerprint: 'demo-batch-confirmed' };
  const confirmed = await world.context.batches.confirm(secretary, posted, request);
  if (confirmed === null) throw new Error('the batch is gone');
  granted(confirmed, 'demo-batch-posted');
  await world.context.batches.post(posted);
  at(world, 1, 16);
  await fileBatch(world, {
    name: 'demo-batch-waiting',
    title: '灯谜会志愿服务',
    ruleCode: 'WH-03',
    reason: '组织者按现场签到表补登，两位没有带手机',
    daysAgo: 3,
    people: people.slice(BATCH_PEOPLE),
    strangers: ['章秋实'],
  });
}

interface BatchPlan {
  readonly name: string;
  readonly title: string;
  readonly ruleCode: string;
  readonly reason: string;
  readonly daysAgo: number;
  readonly people: readonly SubjectPlan[];
  /** Names on the list that nobody is known by. */
  readonly strangers: readonly string[];
}

async function fileBatch(world: DemoWorld, batch: BatchPlan): Promise<string> {
  const { name, title, ruleCode, reason, daysAgo, people, strangers } = batch;
  const officer = staffOf(world, 'grid');
  const date = businessDate(world.midnightMs - daysAgo * DAY_MS);
  const items = [
    ...people.map(({ ref }) => ({ personId: demoId(`person-${ref}`), date, minutes: 90 })),
    ...strangers.map((stranger) => ({ name: stranger, date, minutes: 90 })),
  ];
  const head = { unitId: MAIN_COMMUNITY, title, kind: 'rule', ruleCode, provenance: 'witnessed', reason } as const;
  const request = { caller: officer.userId, key: name, fingerprint: name };
  return world.notes.once(
    name,
    async () => granted(await world.context.batches.file(officer, { head, items }, request), name)._id,
  );
}
