import { newOfferSchema, type RuleTerms } from '@red-points/shared/contracts';
import { businessDate } from '@red-points/shared/domain/calendar';
import { DISTRICT, MAIN_COMMUNITY, unitPlans } from './places.ts';
import { adoptionOn, RULES } from './rules.ts';
import { SHOPS, type ShopPlan } from './shops.ts';
import { DEMO_PASSWORD, STAFF } from './staff.ts';
import type { SubjectPlan } from './subjects.ts';
import { type DemoWorld, demoId, granted, grantedOr, inParallel, staffPrincipal } from './world.ts';

const DAY_MS = 86_400_000;
/** The scheme was adopted before the history begins. */
const ADOPTED_DAYS_AGO = 100;

/** The principal of a member of staff of the plan. */
export function staffOf(world: DemoWorld, username: string) {
  const plan = STAFF.find((staff) => staff.username === username);
  if (plan === undefined) throw new Error(`nobody is called ${username} in the plan`);
  return staffPrincipal(world.notes.need(`user:${username}`), plan.grants);
}

/** The tree of units, parents first. */
export async function loadUnits({ context }: Pick<DemoWorld, 'context'>): Promise<void> {
  for (const plan of unitPlans()) grantedOr(await context.orgUnits.create(plan), ['unit_exists'], plan.id);
}

/** Sign-ins of the offices. */
export async function loadStaff({ context, notes }: Pick<DemoWorld, 'context' | 'notes'>): Promise<void> {
  await inParallel(STAFF, 4, ({ username, displayName, grants }) =>
    notes.once(`user:${username}`, () =>
      userId(context, { username, displayName, grants, password: DEMO_PASSWORD, noResident: true }),
    ),
  );
}

async function userId(
  context: DemoWorld['context'],
  input: Parameters<DemoWorld['context']['users']['createStaff']>[0],
) {
  const made = (await context.users.createStaff(input)) ?? (await context.users.byUsername(input.username));
  if (made === null) throw new Error(`the sign-in ${input.username} was not made`);
  return made.userId;
}

/** The scheme's rules, drafted by one district office and published by another. */
export async function loadRules(world: DemoWorld): Promise<void> {
  const { context, clock, notes, midnightMs } = world;
  clock.set(midnightMs - ADOPTED_DAYS_AGO * DAY_MS);
  const validFrom = businessDate(clock.now());
  const adoption = adoptionOn(businessDate(clock.now() - DAY_MS));
  const drafter = staffOf(world, 'district2');
  const publisher = staffOf(world, 'district');
  for (const { code, terms } of RULES) {
    const full: RuleTerms = { ...terms, validFrom };
    const version = await notes.once(`rule:${code}`, async () => {
      const draft = granted(
        await context.rules.draft(drafter, { code, unitId: DISTRICT, terms: full, adoption }),
        code,
      );
      return String(draft.version);
    });
    const published = await context.rules.publish(publisher, { code, version: Number(version) });
    grantedOr(published, ['rule_not_draft'], code);
  }
}

/** Residents, households and organisations of the plan, verified. */
export async function loadPeople(
  { context, clock, notes, midnightMs }: DemoWorld,
  subjects: readonly SubjectPlan[],
): Promise<void> {
  clock.set(midnightMs - 95 * DAY_MS);
  const ids = subjects.map(({ ref }) => demoId(`person-${ref}`));
  const known = await context.people.byIds(ids);
  const missing = subjects.filter(({ ref }) => !known.has(demoId(`person-${ref}`)));
  const officer = notes.need('user:grid');
  for (let first = 0; first < missing.length; first += 200) {
    await context.people.enterMany(
      missing.slice(first, first + 200).map(({ ref, kind, name, phone, unitId, birthDate }) => ({
        personId: demoId(`person-${ref}`),
        accountId: demoId(`account-${ref}`),
        kind,
        name,
        phone,
        sharedPhone: false,
        unitId,
        serveUnitId: null,
        birthDate,
        address: kind === 'person' ? `${1 + (ref % 18)} 号楼 ${1 + (ref % 4)} 单元` : null,
        enteredBy: officer,
        consentVersion: '2026-1',
        verified: true,
      })),
    );
  }
}

/** Partner shops with their offers and the owners' sign-ins. */
export async function loadShops(world: DemoWorld): Promise<void> {
  world.clock.set(world.midnightMs - 90 * DAY_MS);
  for (const shop of SHOPS) await loadShop(world, shop);
}

/** A partner shop, entered by one office and approved by another, with its offers and its owner's sign-in. */
export async function loadShop(world: DemoWorld, { username, offers, ...shop }: ShopPlan): Promise<void> {
  const { context, clock, notes } = world;
  const validFrom = new Date(clock.now()).toISOString();
  const office = `${shop.unitId}-admin`;
  const shopId = await notes.once(
    `shop:${username}`,
    async () =>
      granted(await context.merchants.create(staffOf(world, office), { ...shop, parentId: null }), shop.name).shopId,
  );
  const approver = staffOf(world, shop.unitId === MAIN_COMMUNITY ? 'secretary' : 'street');
  grantedOr(await context.merchants.approve(approver, shopId), ['shop_already_decided'], shop.name);
  await notes.once(`user:${username}`, () =>
    userId(context, {
      username,
      displayName: shop.name,
      password: DEMO_PASSWORD,
      grants: [{ role: 'merchant_owner', unitId: null, shopId }],
    }),
  );
  for (const [index, offer] of offers.entries()) {
    await notes.once(`offer:${username}:${index}`, async () => {
      const input = newOfferSchema.parse({ ...offer, validFrom });
      return granted(await context.offers.create(staffOf(world, office), shopId, input), offer.title).offerId;
    });
  }
}
