import type { Device } from './devices.ts';

/** Within this time all that was pressed has been sent, on a busy machine too. */
const SENT_MS = 30_000;

/** The first whole number in a text: `1,234 分` → 1234. */
export function numberIn(text: string): number {
  const match = /-?\d[\d,]*/.exec(text);
  if (match === null) throw new Error(`no number in "${text}"`);
  return Number(match[0].replaceAll(',', ''));
}

/** Available points as the resident's own home page shows them. */
export async function balanceOf(phone: Device): Promise<number> {
  await phone.page.goto('/app/');
  const figure = phone.page.getByRole('region', { name: '可用积分' }).locator('p').first();
  await figure
    .getByText(/\d/)
    .or(figure.filter({ hasText: /\d/ }))
    .first()
    .waitFor();
  return numberIn(await figure.innerText());
}

/** What the shop is owed this month and has left of its first offer. */
export async function shopFigures(shop: Device): Promise<{ owedFen: number; stock: number }> {
  const me = await shop.get('/api/v1/me');
  const shopId: string = me.grants[0].shopId;
  const { owedFenThisMonth } = await shop.get(`/api/v1/shops/${shopId}`);
  const { items } = await shop.get(`/api/v1/shops/${shopId}/offers`);
  const lunch = items.find(({ title }: { title: string }) => title === '午餐套餐');
  return { owedFen: owedFenThisMonth, stock: lunch.stock };
}

/** The id of an activity of today by its title. */
export async function activityIdOf(clerk: Device, title: string): Promise<string> {
  const { items } = await clerk.get('/api/v1/activities?state=under_way&limit=50');
  return items.find((activity: { title: string }) => activity.title === title).activityId;
}

/** Approves by key what waits under a title, newest first, as a clerk does at the review desk; returns how many those were. */
export async function approveByKey(clerk: Device, title: string): Promise<number> {
  await clerk.page.goto('/console/reviews?order=newest');
  await clerk.page.getByRole('button', { name: /通过/ }).first().waitFor();
  const waiting = async (): Promise<number> => {
    const { items } = await clerk.get('/api/v1/reviews?order=newest&limit=200');
    return items.filter((item: { title: string }) => item.title === title).length;
  };
  const all = await waiting();
  for (let left = all; left > 0; left = await waiting()) {
    for (let each = 0; each < left; each += 1) {
      await clerk.page.keyboard.press('a');
      await clerk.page.waitForTimeout(500);
    }
    // A decision can be taken back for a few seconds before it is sent: pressed again while one is on its way, the key would
    // approve what stands below.
    const untilMs = performance.now() + SENT_MS;
    while ((await waiting()) > 0 && performance.now() < untilMs) await clerk.page.waitForTimeout(500);
  }
  return all;
}
