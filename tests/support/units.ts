import type { OrgUnits } from '@red-points/server/org-units/index';
import { isRefusal } from '@red-points/shared/contracts';
import type { UnitKind } from '@red-points/shared/domain/org-units';

/** A small invented tree: one city, two districts, two streets, three communities, two grids each. */
const UNITS: readonly (readonly [id: string, name: string, kind: UnitKind, parentId: string | null])[] = [
  ['yunzhou', '云州市', 'city', null],
  ['wanglan', '望澜区', 'district', 'yunzhou'],
  ['linjiang', '临江区', 'district', 'yunzhou'],
  ['qihe', '栖禾街道', 'street', 'wanglan'],
  ['dongting', '东亭街道', 'street', 'wanglan'],
  ['jinxiu', '锦绣社区', 'community', 'qihe'],
  ['hechi', '荷池社区', 'community', 'qihe'],
  ['wangjiang', '望江社区', 'community', 'dongting'],
  ['jinxiu-g1', '锦绣社区第1网格', 'grid', 'jinxiu'],
  ['jinxiu-g2', '锦绣社区第2网格', 'grid', 'jinxiu'],
  ['hechi-g1', '荷池社区第1网格', 'grid', 'hechi'],
  ['hechi-g2', '荷池社区第2网格', 'grid', 'hechi'],
  ['wangjiang-g1', '望江社区第1网格', 'grid', 'wangjiang'],
];

/** Makes the units of the tests, parents first. */
export async function seedUnits(orgUnits: OrgUnits): Promise<void> {
  for (const [id, name, kind, parentId] of UNITS) {
    const made = await orgUnits.create({ id, name, kind, parentId });
    if (isRefusal(made)) throw new Error(`unit ${id} could not be made: ${made.refused}`);
  }
}
