import { type OrgUnit, orgUnits } from '@red-points/shared/contracts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApp, type TestApp } from '../support/app.ts';

let test: TestApp;

beforeAll(async () => {
  test = await startTestApp();
});
afterAll(() => test.close());

it('lists the tree to everybody, parents before children', async () => {
  const answer = await test.call(orgUnits.list).expect(200);
  const items = answer.body.items as OrgUnit[];
  const seen = new Set<string>();
  for (const unit of items) {
    if (unit.parentId !== null) expect(seen.has(unit.parentId)).toBe(true);
    seen.add(unit.id);
  }
  expect(items[0]).toMatchObject({ id: 'yunzhou', kind: 'city', ancestorIds: ['yunzhou'] });
});

it('lists what is below a unit, of one kind', async () => {
  const answer = await test.call(orgUnits.list, { query: { below: 'jinxiu', kind: 'grid' } }).expect(200);
  expect(answer.body.items.map(({ id }: OrgUnit) => id)).toEqual(['jinxiu-g1', 'jinxiu-g2']);
  const unknown = await test.call(orgUnits.list, { query: { below: 'nowhere' } }).expect(422);
  expect(unknown.body.code).toBe('unit_unknown');
});

it('adds a unit below another, and knows it at once', async () => {
  const admin = await test.signIn('district_admin', 'wanglan');
  const body = { id: 'jinxiu-hub', name: '骑手驿站', kind: 'grid', parentId: 'jinxiu', exclusive: true };
  const made = await admin.call(orgUnits.create, { body }).expect(201);
  expect(made.body).toMatchObject({
    ancestorIds: ['yunzhou', 'wanglan', 'qihe', 'jinxiu', 'jinxiu-hub'],
    exclusive: true,
  });
  expect(await test.context.orgUnits.pathNames('jinxiu-hub')).toEqual([
    '云州市',
    '望澜区',
    '栖禾街道',
    '锦绣社区',
    '骑手驿站',
  ]);
  expect((await admin.call(orgUnits.create, { body }).expect(409)).body.code).toBe('unit_exists');
});

it.each([
  ['a parent that does not exist', { parentId: 'nowhere' }, 422, 'unit_parent_invalid'],
  ['a parent of a lower kind', { kind: 'street', parentId: 'jinxiu-g1' }, 422, 'unit_parent_invalid'],
  ['another district', { parentId: 'linjiang', kind: 'street' }, 403, 'out_of_scope'],
  ['no parent', { parentId: null, kind: 'city' }, 403, 'out_of_scope'],
  ['a code with capitals', { id: 'NEW' }, 400, 'validation_failed'],
])('refuses a unit with %s', async (_what, change, status, code) => {
  const admin = await test.signIn('district_admin', 'wanglan');
  const body = { id: 'new-unit', name: '新网格', kind: 'grid', parentId: 'jinxiu', ...change };
  const answer = await admin.call(orgUnits.create, { body });
  expect([answer.status, answer.body.code]).toEqual([status, code]);
});

it('renames a unit for those who manage it', async () => {
  const admin = await test.signIn('district_admin', 'wanglan');
  const params = { unitId: 'hechi-g2' };
  const renamed = await admin.call(orgUnits.rename, { params, body: { name: '荷池东网格' } }).expect(200);
  expect(renamed.body).toMatchObject({ id: 'hechi-g2', name: '荷池东网格' });
  expect(renamed.get('ETag')).toBe('"v2"');
  const elsewhere = await test.signIn('district_admin', 'linjiang');
  const refused = await elsewhere.call(orgUnits.rename, { params, body: { name: '别的' } }).expect(403);
  expect(refused.body.code).toBe('out_of_scope');
  const unknown = await admin.call(orgUnits.rename, { params: { unitId: 'nowhere' }, body: { name: '别的' } });
  expect([unknown.status, unknown.body.code]).toEqual([422, 'unit_unknown']);
});

it('tells another process within seconds', async () => {
  const other = await startTestApp({ sharing: test });
  try {
    expect(await other.context.orgUnits.get('later')).toBeNull();
    await test.context.orgUnits.create({ id: 'later', name: '后来', kind: 'grid', parentId: 'hechi' });
    await expect.poll(() => other.context.orgUnits.get('later'), { timeout: 20_000 }).toMatchObject({ name: '后来' });
  } finally {
    await other.close();
  }
});
