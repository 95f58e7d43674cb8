import type { OrgUnit } from '@red-points/shared/contracts';

/** A unit to make; parents come before children. All names are invented. */
export type UnitPlan = Pick<OrgUnit, 'id' | 'name' | 'kind' | 'parentId' | 'exclusive' | 'centreName'>;

export const CITY = 'yunhe';
export const DISTRICT = 'wanglan';
/** The community whose office the demo shows. */
export const MAIN_COMMUNITY = 'jinxiu';
export const MAIN_STREET = 'qihe';

interface CommunityPlan {
  readonly id: string;
  readonly name: string;
  readonly streetId: string;
  readonly grids: number;
}

const STREETS = [
  { id: MAIN_STREET, name: '栖禾街道' },
  { id: 'yinxi', name: '引溪街道' },
  { id: 'shigang', name: '石港镇' },
] as const;

/** Fourteen communities, each with a neighbourhood centre; the first five are those of the sample ledger. */
export const COMMUNITIES: readonly CommunityPlan[] = [
  { id: 'jinxiu', name: '锦绣社区', streetId: 'qihe', grids: 6 },
  { id: 'hechi', name: '荷池社区', streetId: 'qihe', grids: 6 },
  { id: 'wangjiang', name: '望江社区', streetId: 'qihe', grids: 6 },
  { id: 'wutong', name: '梧桐社区', streetId: 'qihe', grids: 6 },
  { id: 'liuting', name: '柳亭社区', streetId: 'qihe', grids: 6 },
  { id: 'yuyin', name: '榆荫社区', streetId: 'yinxi', grids: 4 },
  { id: 'qingquan', name: '清泉社区', streetId: 'yinxi', grids: 4 },
  { id: 'songtao', name: '松涛社区', streetId: 'yinxi', grids: 4 },
  { id: 'yunshui', name: '云水社区', streetId: 'yinxi', grids: 4 },
  { id: 'xinglin', name: '杏林社区', streetId: 'yinxi', grids: 4 },
  { id: 'haiyan', name: '海燕村', streetId: 'shigang', grids: 3 },
  { id: 'shiqiao', name: '石桥村', streetId: 'shigang', grids: 3 },
  { id: 'guanlan', name: '观澜村', streetId: 'shigang', grids: 3 },
  { id: 'taoyuan', name: '桃源村', streetId: 'shigang', grids: 3 },
];

export const gridId = (communityId: string, number: number) => `${communityId}-g${number}`;

/** The whole tree, parents first, with one exclusive grid for riders that belongs to no single lane. */
export function unitPlans(): UnitPlan[] {
  const plain = { exclusive: false, centreName: null };
  return [
    { id: CITY, name: '云河市', kind: 'city', parentId: null, ...plain },
    { id: DISTRICT, name: '望澜区', kind: 'district', parentId: CITY, ...plain },
    ...STREETS.map(({ id, name }) => ({ id, name, kind: 'street' as const, parentId: DISTRICT, ...plain })),
    ...COMMUNITIES.flatMap((community) => communityUnits(community)),
    {
      id: 'jinxiu-riders',
      name: '骑手驿站专属网格',
      kind: 'grid',
      parentId: MAIN_COMMUNITY,
      exclusive: true,
      centreName: null,
    },
  ];
}

function communityUnits({ id, name, streetId, grids }: CommunityPlan): UnitPlan[] {
  return [
    { id, name, kind: 'community', parentId: streetId, exclusive: false, centreName: `${name}邻里中心` },
    ...Array.from({ length: grids }, (_unused, index) => ({
      id: gridId(id, index + 1),
      name: `${name}第${index + 1}网格`,
      kind: 'grid' as const,
      parentId: id,
      exclusive: false,
      centreName: null,
    })),
  ];
}
