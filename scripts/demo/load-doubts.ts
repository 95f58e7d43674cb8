import { ownData } from '@red-points/shared/contracts';
import { entryId } from '@red-points/shared/domain/ledger';
import type { Principal } from '@red-points/shared/domain/permissions';
import { staffOf } from './load-basics.ts';
import { neighbours } from './neighbours.ts';
import { withOperations } from './operations.ts';
import { type DemoWorld, demoId, granted, residentPrincipal, sentOnce } from './world.ts';

const HOUR_MS = 3_600_000;

type Verdict = Parameters<DemoWorld['context']['objections']['decide']>[2];

interface ObjectionPlan {
  /** The claim of the desk whose credit is in publicity. */
  readonly claim: string;
  /** Which of the neighbours objects. */
  readonly neighbour: number;
  readonly reason: string;
  readonly hoursAgo: number;
  readonly decided?: { readonly verdict: Verdict; readonly hoursAgo: number };
}

/** One waits, one was dismissed and one corrected: reports show each. */
const OBJECTIONS: readonly ObjectionPlan[] = [
  {
    claim: 'p3',
    neighbour: 32,
    reason: '当天下午两点我在楼下，巡查的人只走了一个单元，不到一小时。',
    hoursAgo: 34,
    decided: {
      verdict: { outcome: 'corrected', minutes: 45, points: 3, reason: '查看了门禁记录，按实际停留 45 分钟计。' },
      hoursAgo: 12,
    },
  },
  {
    claim: 'p2',
    neighbour: 31,
    reason: '没有看见有人来查过消防通道。',
    hoursAgo: 30,
    decided: {
      verdict: { outcome: 'dismissed', reason: '有带时间的现场照片，物业值班员也在场，予以保留。' },
      hoursAgo: 11,
    },
  },
  { claim: 'p1', neighbour: 30, reason: '这户上周不在家，请核对是否本人巡查。', hoursAgo: 20 },
];

interface DoubtPlan {
  readonly note: string;
  readonly ref: number;
  readonly reason: string;
  readonly hoursAgo: number;
  readonly answer?: string;
}

/** What residents asked about an entry of their statement: the elder of the role cards waits, a neighbour was answered. */
const doubts = (): DoubtPlan[] => [
  {
    note: 'contest:elder',
    ref: 0,
    reason: '这一笔我在现场待的时间更长，好像少记了，请帮我查一查。',
    hoursAgo: 26,
  },
  {
    note: 'contest:answered',
    ref: neighbours()[33] ?? 0,
    reason: '这一笔的分数和我记的不一样，请核对。',
    hoursAgo: 50,
    answer: '核对了原始记录和当时的积分标准，分数无误，不用更正。谢谢您的提醒。',
  },
  {
    note: 'contest:waiting',
    ref: neighbours()[34] ?? 0,
    reason: '这一笔我没有印象，请帮我看看是哪一次。',
    hoursAgo: 7,
  },
];

/**
 * Objections to what is in publicity, and doubts about entries: some wait, some were decided by somebody independent. One neighbour has
 * moved and asks that their address be corrected. Safe to repeat.
 */
export async function loadDoubts(world: DemoWorld, nowMs: number): Promise<void> {
  const secretary = staffOf(world, 'secretary');
  for (const objection of OBJECTIONS) await object(world, secretary, objection, nowMs);
  for (const doubt of doubts()) await ask(world, secretary, doubt, nowMs);
  await askCorrection(world, nowMs);
}

async function askCorrection(world: DemoWorld, nowMs: number): Promise<void> {
  const resident = residentPrincipal(demoId(`person-${neighbours()[35]}`));
  world.clock.set(nowMs - 5 * HOUR_MS);
  await world.notes.once('data-request:moved', () =>
    withOperations(world, async ({ done }) => {
      const body = { changes: { address: '9 号楼 2 单元' } };
      return (await done(resident, ownData.askCorrection, { body, key: 'demo-data-request-moved' })).requestId;
    }),
  );
}

async function object(world: DemoWorld, secretary: Principal, plan: ObjectionPlan, nowMs: number): Promise<void> {
  const { objections } = world.context;
  const name = `objection:${plan.claim}`;
  const resident = residentPrincipal(demoId(`person-${neighbours()[plan.neighbour]}`));
  world.clock.set(nowMs - plan.hoursAgo * HOUR_MS);
  const objectionId = await world.notes.once(name, async () => {
    const filed = { creditId: `claim:${world.notes.need(`claim:${plan.claim}`)}`, reason: plan.reason };
    return granted(await objections.fileOwn(resident, filed, sentOnce(resident, name)), name)._id;
  });
  if (plan.decided === undefined) return;
  world.clock.set(nowMs - plan.decided.hoursAgo * HOUR_MS);
  const request = sentOnce(secretary, `${name}:decided`);
  granted(await objections.decide(secretary, objectionId, plan.decided.verdict, request), name);
}

async function ask(world: DemoWorld, secretary: Principal, plan: DoubtPlan, nowMs: number): Promise<void> {
  const { contests } = world.context;
  const { note, ref, reason, answer } = plan;
  const resident = residentPrincipal(demoId(`person-${ref}`));
  world.clock.set(nowMs - plan.hoursAgo * HOUR_MS);
  const contestId = await world.notes.once(note, async () => {
    // Everybody of the plan has at least one entry.
    const doubt = { entryId: entryId(demoId(`account-${ref}`), 1), reason };
    return granted(await contests.fileOwn(resident, doubt, sentOnce(resident, note)), note)._id;
  });
  if (answer === undefined) return;
  world.clock.set(nowMs - 22 * HOUR_MS);
  const request = sentOnce(secretary, `${note}:answered`);
  granted(await contests.answer(secretary, contestId, { outcome: 'stands', answer }, request), note);
}
