import { readFile } from 'node:fs/promises';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import type { Principal } from '@red-points/shared/domain/permissions';
import sharp from 'sharp';
import { endActivity, openActivity, type PlannedActivity, startAndCheckIn } from './load-activities.ts';
import { staffOf } from './load-basics.ts';
import { fileDemoCase } from './mediations.ts';
import { freeOn, residentsOfMain } from './neighbours.ts';
import { MAIN_COMMUNITY } from './places.ts';
import { UNPAID } from './rules.ts';
import type { SubjectPlan } from './subjects.ts';
import { type DemoWorld, demoId, granted, inParallel, residentPrincipal } from './world.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MINUTE_MS = 60_000;

const PICTURES = ['corridor', 'stairs', 'meeting', 'street'] as const;
type Picture = (typeof PICTURES)[number];

export interface DeskClaim {
  readonly name: string;
  /** Which resident of the main community. */
  readonly resident: number;
  readonly ruleCode: string;
  readonly minutes: number;
  readonly description: string;
  readonly pictures: readonly Picture[];
  /** Of a case of mediation: between whom. */
  readonly parties?: readonly string[];
  readonly hoursAgo: number;
  /** By the resident, not by the officer. */
  readonly own?: boolean;
}

/** What lies on the desk at the first start: filed in the last days, reviewed by nobody yet. */
const WAITING: readonly DeskClaim[] = [
  {
    name: 'w1',
    resident: 5,
    ruleCode: 'ZY-07',
    minutes: 105,
    description: '周六上午查看 2、3 单元共 12 层楼道，挪走两处纸箱，一只灭火器压力偏低，已报物业更换。',
    pictures: ['corridor', 'stairs'],
    hoursAgo: 47,
    own: true,
  },
  {
    name: 'w2',
    resident: 6,
    ruleCode: 'TJ-01',
    minutes: 90,
    description: '楼上漏水，两家商定平摊维修费，周五前完工。',
    parties: ['冯某', '陈某'],
    pictures: ['meeting'],
    hoursAgo: 41,
  },
  {
    name: 'w3',
    resident: 7,
    ruleCode: 'ZY-08',
    minutes: 20,
    description: '锦绣路东口井盖松动，已拍照上报。',
    pictures: ['street'],
    hoursAgo: 30,
    own: true,
  },
  {
    name: 'w4',
    resident: 8,
    ruleCode: 'TJ-02',
    minutes: 60,
    description: '停车位长期被占，物业与两户约定错时停放。',
    parties: ['蒋某', '沈某'],
    pictures: ['meeting'],
    hoursAgo: 28,
  },
  {
    name: 'w5',
    resident: 9,
    ruleCode: 'ZY-07',
    minutes: 60,
    description: '巡查 5 号楼消防通道，通道畅通，提醒一户移走电动车。',
    pictures: ['corridor'],
    hoursAgo: 26,
  },
  {
    name: 'w6',
    resident: 10,
    ruleCode: 'ZY-08',
    minutes: 20,
    description: '菜市场门口积水，已上报街道。',
    pictures: ['street'],
    hoursAgo: 22,
    own: true,
  },
  {
    name: 'w7',
    resident: 11,
    ruleCode: 'TJ-01',
    minutes: 120,
    description: '夜间装修噪声，约定工作日 18 点后停工。',
    parties: ['韩某'],
    pictures: [],
    hoursAgo: 20,
  },
  {
    name: 'w8',
    resident: 12,
    ruleCode: 'ZY-07',
    minutes: 90,
    description: '巡查地下车库与楼梯间，拍照三处。',
    pictures: ['stairs', 'corridor'],
    hoursAgo: 8,
    own: true,
  },
  {
    name: 'w9',
    resident: 13,
    ruleCode: 'TJ-02',
    minutes: 60,
    description: '电梯维修费分摊，三户达成一致。',
    parties: ['杨某', '朱某', '秦某'],
    pictures: ['meeting'],
    hoursAgo: 6,
  },
];

/** Approved two days ago under a rule with five days of publicity. */
const IN_PUBLICITY: readonly DeskClaim[] = [0, 1, 2, 3, 4, 5].map((index) => ({
  name: `p${index}`,
  resident: 20 + index,
  ruleCode: 'ZY-07',
  minutes: 60 + 15 * (index % 3),
  description: '巡查所在单元消防通道与灭火器。',
  pictures: ['corridor'],
  hoursAgo: 60 + index,
}));

/** What an office finds when it comes in: claims to review, a publicity window, activities to approve and to come. */
export async function loadDesk(world: DemoWorld, nowMs: number): Promise<void> {
  await fileDeskClaims(world, IN_PUBLICITY, nowMs);
  await approvePublicity(world, nowMs - 46 * HOUR_MS);
  await fileDeskClaims(world, WAITING, nowMs);
  await fileCase(world, nowMs);
  await eveningBefore(world, nowMs);
  await comingActivities(world, nowMs);
  await newcomers(world, nowMs);
}

function residentAt(index: number): SubjectPlan {
  const resident = residentsOfMain()[index];
  if (resident === undefined) throw new RangeError('not so many residents');
  return resident;
}

/** Files claims with their photos, the oldest first; what was filed before is left as it is. */
export async function fileDeskClaims(world: DemoWorld, claims: readonly DeskClaim[], nowMs: number): Promise<void> {
  for (const claim of [...claims].sort((left, right) => right.hoursAgo - left.hoursAgo)) {
    world.clock.set(nowMs - claim.hoursAgo * HOUR_MS);
    await world.notes.once(`claim:${claim.name}`, () => fileDeskClaim(world, claim));
  }
}

async function fileDeskClaim(world: DemoWorld, claim: DeskClaim): Promise<string> {
  const { claims } = world.context;
  const personId = demoId(`person-${residentAt(claim.resident).ref}`);
  const filer: Principal = claim.own ? residentPrincipal(personId) : staffOf(world, 'grid');
  const evidenceIds: string[] = [];
  for (const picture of claim.pictures) {
    evidenceIds.push(granted(await claims.keepEvidence(filer, await photoOf(picture, claim.name)), picture)._id);
  }
  const { ruleCode, minutes, description, parties } = claim;
  if (parties !== undefined) {
    const mediators = [residentAt(claim.resident).ref];
    const name = `case-${claim.name}`;
    return fileDemoCase(world, filer, { name, mediators, ruleCode, minutes, description, evidenceIds, parties });
  }
  const fields = {
    ruleCode,
    minutes,
    description,
    evidenceIds,
    occurredOn: businessDate(world.clock.now()),
    startTime: null,
    activityId: null,
    draftId: null,
    declarations: UNPAID,
  };
  const key = `demo-claim-${claim.name}`;
  const request = { caller: filer.userId, key, fingerprint: key };
  const filed = claim.own
    ? await claims.fileOwn(filer, fields, request)
    : await claims.file(filer, personId, fields, request);
  return granted(filed, claim.name)._id;
}

/** Two claims of the desk with the same photo, for a reviewer to find. */
const SAME_PHOTO = ['w4', 'w9'];

/** A picture as if somebody had stood elsewhere: cut out of the drawing, another part for each claim. */
async function photoOf(picture: string, claimName: string): Promise<Buffer> {
  const drawing = await readFile(new URL(`./evidence/${picture}.png`, import.meta.url));
  if (SAME_PHOTO.includes(claimName)) return drawing;
  const place = [...claimName].reduce((sum, letter) => sum * 7 + (letter.codePointAt(0) ?? 0), 0);
  const { width, height } = await sharp(drawing).metadata();
  const [wide, high] = [Math.round(width * 0.6), Math.round(height * 0.6)];
  const left = Math.round(((place % 5) / 4) * (width - wide));
  const top = Math.round((((place >> 3) % 5) / 4) * (height - high));
  const cut = sharp(drawing).extract({ left, top, width: wide, height: high });
  return (place % 2 === 0 ? cut.flop() : cut).png().toBuffer();
}

/** A case that three neighbours mediated together forty days ago: its visit is due. */
async function fileCase(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(nowMs - 5 * HOUR_MS);
  await world.notes.once('case:leak', () => {
    return fileDemoCase(world, staffOf(world, 'grid'), {
      name: 'case-leak',
      mediators: [14, 15, 16].map((index) => residentAt(index).ref),
      ruleCode: 'TJ-01',
      occurredOn: addDays(businessDate(nowMs), -40),
      startTime: '19:00',
      minutes: 90,
      description: '楼上漏水泡坏楼下天花板，双方签了协议，三位邻居一起调解。',
      parties: ['冯某', '卫某'],
      dispute: '四楼水管老化',
    });
  });
}

async function approvePublicity(world: DemoWorld, atMs: number): Promise<void> {
  world.clock.set(atMs);
  const items = IN_PUBLICITY.map(({ name }) => ({ kind: 'claim' as const, id: world.notes.need(`claim:${name}`) }));
  const outcomes = await world.context.reviews.decide(staffOf(world, 'deputy'), items, { decision: 'approve' });
  const refused = outcomes.find(({ done, code }) => !done && code !== 'already_decided');
  if (refused !== undefined) throw new Error(`publicity: ${refused.code}`);
}

const office = (world: DemoWorld) => ({ organiser: staffOf(world, 'organiser'), approver: staffOf(world, 'deputy') });

/** Yesterday's patrol, ended and waiting for review. */
async function eveningBefore(world: DemoWorld, nowMs: number): Promise<void> {
  const startsAtMs = world.midnightMs - DAY_MS + 19 * HOUR_MS;
  const plan: PlannedActivity = {
    name: 'activity:patrol',
    title: '夜间巡逻',
    ruleCode: 'ZY-06',
    place: '第三网格值守点',
    unitId: MAIN_COMMUNITY,
    startsAtMs,
    endsAtMs: startsAtMs + 90 * MINUTE_MS,
    capacity: 12,
  };
  world.clock.set(startsAtMs - 10 * HOUR_MS);
  await openActivity(world, plan, office(world));
  world.clock.set(startsAtMs);
  const participants = freeOn(1).slice(30, 38);
  await startAndCheckIn(world, plan.name, office(world).organiser, participants);
  world.clock.set(Math.min(plan.endsAtMs, nowMs));
  await endActivity(world, plan.name, office(world).organiser, participants.length);
}

async function comingActivities(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(nowMs - 5 * HOUR_MS);
  const coming = [
    { title: '义诊与血压测量', ruleCode: 'ZY-05', place: '邻里中心一楼', inDays: 1, hour: 14.5, hours: 1.5 },
    { title: '读书分享会', ruleCode: 'WH-01', place: '邻里书房', inDays: 2, hour: 19, hours: 1.5 },
    { title: '助老送餐', ruleCode: 'ZY-02', place: '暖邻食堂', inDays: 3, hour: 10.5, hours: 1.5 },
    { title: '锦绣合唱团排练', ruleCode: 'WH-02', place: '文化活动室', inDays: 4, hour: 19, hours: 1.5 },
  ];
  for (const [index, { inDays, hour, hours, ...rest }] of coming.entries()) {
    const startsAtMs = world.midnightMs + inDays * DAY_MS + hour * HOUR_MS;
    const name = `activity:coming-${index}`;
    const plan = {
      ...rest,
      name,
      unitId: MAIN_COMMUNITY,
      startsAtMs,
      endsAtMs: startsAtMs + hours * HOUR_MS,
      capacity: 40,
    };
    const activityId = await openActivity(world, plan, office(world));
    await inParallel([0, 3, 6, 9, 12].slice(0, 5 - index), 4, async (resident) => {
      const principal = residentPrincipal(demoId(`person-${residentAt(resident).ref}`));
      granted(await world.context.activities.signUp(principal, activityId), name);
    });
  }
  const startsAtMs = world.midnightMs + 5 * DAY_MS + 9 * HOUR_MS;
  const submitted = {
    title: '旧物交换集市',
    ruleCode: 'WH-03',
    place: '中心广场',
    unitId: MAIN_COMMUNITY,
    capacity: 80,
  };
  const plan = { ...submitted, name: 'activity:submitted', startsAtMs, endsAtMs: startsAtMs + 2 * HOUR_MS };
  await openActivity(world, plan, office(world), 'submitted');
}

/** Residents who joined by themselves and wait to be verified. */
async function newcomers(world: DemoWorld, nowMs: number): Promise<void> {
  world.clock.set(nowMs - 3 * HOUR_MS);
  const names = ['沈雨桐', '高宇航', '马佳怡'];
  const known = await world.context.people.byIds(names.map((_name, index) => demoId(`newcomer-${index}`)));
  if (known.size > 0) return;
  await world.context.people.enterMany(
    names.map((name, index) => ({
      personId: demoId(`newcomer-${index}`),
      accountId: demoId(`newcomer-account-${index}`),
      kind: 'person' as const,
      name,
      phone: `1990000000${4 + index}`,
      sharedPhone: false,
      unitId: `jinxiu-g${index + 1}`,
      serveUnitId: null,
      birthDate: '1992-03-15',
      address: null,
      enteredBy: null,
      consentVersion: '2026-1',
      verified: false,
    })),
  );
}

/** What runs today: made once for each day on which the demo is started. */
export async function loadToday(world: DemoWorld, nowMs: number): Promise<void> {
  const today = businessDate(nowMs);
  if (world.notes.get(`today:${today}`) !== undefined) return;
  const startsAtMs = Math.floor((nowMs - 40 * MINUTE_MS) / (5 * MINUTE_MS)) * 5 * MINUTE_MS;
  const cleaning = {
    title: '楼道清洁日',
    ruleCode: 'ZY-01',
    place: '第三网格 3 号院',
    capacity: 60,
    hours: 3,
    residents: 40,
    people: 12,
  };
  // Short enough to be seen from check-in to points within a few minutes.
  const lesson = {
    title: '邻里微课堂：防范电信诈骗',
    ruleCode: 'WH-04',
    place: '邻里中心二楼',
    capacity: 30,
    hours: 2,
    residents: 55,
    people: 6,
    stayMinutesMin: 0,
  };
  for (const [index, { hours, residents, people, ...rest }] of [cleaning, lesson].entries()) {
    const times = { startsAtMs, endsAtMs: startsAtMs + hours * HOUR_MS };
    const plan: PlannedActivity = {
      ...rest,
      ...times,
      name: `activity:today-${today}-${index}`,
      unitId: MAIN_COMMUNITY,
    };
    world.clock.set(startsAtMs - 2 * HOUR_MS);
    await openActivity(world, plan, office(world));
    world.clock.set(startsAtMs + 5 * MINUTE_MS);
    const present = Array.from({ length: people }, (_unused, person) => residentAt(residents + person).ref);
    await startAndCheckIn(world, plan.name, office(world).organiser, present);
  }
  await world.notes.set(`today:${today}`, 'done');
}
