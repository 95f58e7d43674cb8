import { readFile } from 'node:fs/promises';
import { offers, shopApplications, shopOpening, shopStaff, shops } from '@red-points/shared/contracts';
import { addDays, businessDate } from '@red-points/shared/domain/calendar';
import { loadShop, staffOf } from './load-basics.ts';
import { ownerOf } from './load-redemptions.ts';
import { type Operations, signedInByPhone } from './operations.ts';
import { MAIN_COMMUNITY } from './places.ts';
import type { ShopPlan } from './shops.ts';
import { at, type DemoWorld } from './world.ts';

/** A shop that took part for seven weeks, until its counter was busy at night: `load-spending.ts`. */
export const FRUIT: ShopPlan = {
  name: '福临水果店',
  kind: 'store',
  unitId: MAIN_COMMUNITY,
  address: '锦绣路 52 号',
  username: 'fruit',
  offers: [
    {
      title: '时令水果一份',
      category: 'groceries',
      kind: 'goods',
      description: '约两斤，当天鲜果',
      picture: 'voucher',
      points: 8,
      remainderFen: 0,
      settlementFen: 800,
      stock: 200,
      perPersonMax: null,
    },
  ],
};

interface ApplicationPlan {
  readonly name: string;
  readonly phone: string;
  readonly daysAgo: number;
  readonly said: {
    readonly shopName: string;
    readonly kind: 'canteen' | 'store' | 'service';
    readonly address: string;
    readonly licenceNumber: string;
    readonly contactName: string;
    readonly plan: string;
  };
  /** Why it went back to its owner, where it did. */
  readonly returned?: string;
}

/** Owners who applied by phone: one plain, one that is called like a shop of the community, one to be changed first. */
const APPLICATIONS: readonly ApplicationPlan[] = [
  {
    name: 'noodles',
    phone: '19900000021',
    daysAgo: 2,
    said: {
      shopName: '溢香面馆',
      kind: 'canteen',
      address: '锦绣路 33 号',
      licenceNumber: '92330199MA2DEM0A1X',
      contactName: '韩冬梅',
      plan: '每天 60 份阳春面，8 分一份；周三下午帮独居老人送餐上门。',
    },
  },
  {
    name: 'namesake',
    phone: '19900000022',
    daysAgo: 1,
    said: {
      shopName: '惠邻便利店',
      kind: 'store',
      address: '荷池巷 21 号',
      licenceNumber: '92330199MA2DEM0B2Y',
      contactName: '冯立新',
      plan: '米面粮油、纸巾，按社区定的结算价供货。',
    },
  },
  {
    name: 'laundry',
    phone: '19900000023',
    daysAgo: 4,
    said: {
      shopName: '洁净洗衣',
      kind: 'service',
      address: '锦绣路 7 号',
      licenceNumber: '92330199MA2DEM0C3W',
      contactName: '邵春华',
      plan: '羽绒服、被套清洗。',
    },
    returned: '请写明每件换多少积分、几天能取，再交一次。',
  },
];

/** Shops that apply, agreements, opening hours, a branch, an invited colleague, and a shop that was suspended. */
export async function loadPartners(world: DemoWorld, operations: Operations): Promise<void> {
  at(world, 56, 10);
  await loadShop(world, FRUIT);
  await agree(world, operations);
  await openBranch(world, operations);
  await setHours(world, operations);
  for (const application of APPLICATIONS) await apply(world, operations, application);
}

/** The canteen serves by an agreement of the year; that of the store waits for its second person. */
async function agree(world: DemoWorld, { done }: Operations): Promise<void> {
  const from = businessDate(world.midnightMs - 90 * 86_400_000);
  const terms = (number: string) => ({
    number,
    from,
    until: addDays(from, 364),
    settlementTerms: '按月结算：次月 5 日前对账，经手、证明、审批三方签字后 10 个工作日内转账。',
  });
  at(world, 89, 10);
  await world.notes.once('agreement:canteen', async () => {
    const body = terms('锦积协〔2026〕01 号');
    const params = { shopId: world.notes.need('shop:canteen') };
    await done(staffOf(world, 'secretary'), shops.proposeAgreement, { params, body });
    const { number } = body;
    return (await done(staffOf(world, 'deputy'), shops.confirmAgreement, { params, body: { number } })).number;
  });
  at(world, 1, 11);
  await world.notes.once('agreement:store', async () => {
    const params = { shopId: world.notes.need('shop:store') };
    const body = terms('锦积协〔2026〕04 号');
    return (await done(staffOf(world, 'deputy'), shops.proposeAgreement, { params, body })).number;
  });
}

async function openBranch(world: DemoWorld, { done }: Operations): Promise<void> {
  const parentId = world.notes.need('shop:store');
  at(world, 30, 10);
  const shopId = await world.notes.once('shop:store-east', async () => {
    const shop = { name: '惠邻便利店东门店', kind: 'store', unitId: MAIN_COMMUNITY, address: '东门路 2 号' } as const;
    return (await done(staffOf(world, 'deputy'), shops.create, { body: { ...shop, parentId } })).shopId;
  });
  await world.notes.once('approved:store-east', async () => {
    return (await done(staffOf(world, 'secretary'), shops.approve, { params: { shopId } })).state;
  });
  await world.notes.once('offer:store-east', async () => {
    const body = {
      title: '鸡蛋十枚',
      kind: 'goods',
      category: 'groceries',
      description: '当天到店',
      picture: 'rice',
      points: 10,
      settlementFen: 1_000,
      stock: 120,
      validFrom: new Date(world.clock.now()).toISOString(),
    } as const;
    return (await done(staffOf(world, 'deputy'), offers.create, { params: { shopId }, body })).offerId;
  });
  at(world, 2, 9);
  await world.notes.once('invitation:store', async () => {
    const body = { phone: '19900000031', name: '小顾', role: 'merchant_staff' } as const;
    const params = { shopId: parentId };
    return (await done(ownerOf(world, 'store'), shopStaff.invite, { params, body })).invitationId;
  });
}

/** The barber keeps hours. The shops of the main community are always open: so a trial at night is no closed door. */
async function setHours(world: DemoWorld, { done }: Operations): Promise<void> {
  at(world, 40, 10);
  await world.notes.once('hours:barber', async () => {
    const params = { shopId: world.notes.need('shop:barber') };
    const owner = ownerOf(world, 'barber');
    const { version } = await done(owner, shopOpening.get, { params });
    const day = [
      { from: '09:00', until: '12:00' },
      { from: '13:30', until: '19:00' },
    ];
    const hours = { weekdays: [[], day, day, day, day, day, day], closedDays: [] };
    await done(owner, shopOpening.set, { params, body: { hours, redemptionDays: null, version } });
    return 'set';
  });
}

async function apply(world: DemoWorld, operations: Operations, plan: ApplicationPlan): Promise<void> {
  const { name, phone, daysAgo, said, returned } = plan;
  at(world, daysAgo, 15);
  const params = await world.notes
    .once(`application:${name}`, async () => {
      const owner = await signedInByPhone(world, operations, phone);
      const file = await readFile(new URL('./evidence/licence.jpg', import.meta.url));
      const photo = name === 'noodles' ? await operations.done(owner, shopApplications.uploadLicence, { file }) : null;
      const body = { ...said, unitId: MAIN_COMMUNITY, licencePhotoId: photo?.licencePhotoId ?? null };
      const { applicationId } = await operations.done(owner, shopApplications.draft, { body });
      await operations.done(owner, shopApplications.submit, { params: { applicationId } });
      return applicationId;
    })
    .then((applicationId) => ({ applicationId }));
  if (returned === undefined) return;
  at(world, daysAgo - 1, 10);
  await world.notes.once(`application-returned:${name}`, async () => {
    const body = { decision: 'return', reason: returned } as const;
    return (await operations.done(staffOf(world, 'secretary'), shopApplications.decide, { params, body })).state;
  });
}
