import { type Refusal, refuse } from '@red-points/shared/contracts';
import { type OrgUnitModel, type OrgUnitRecord, type OrgUnitView, viewOf } from './store.ts';

/** Gives a unit another name, and its centre where one is named; its code and place stay. */
export async function rename(
  model: OrgUnitModel,
  unitId: string,
  names: { readonly name: string; readonly centreName?: string | null | undefined },
): Promise<OrgUnitView | Refusal> {
  const change =
    names.centreName === undefined ? { name: names.name } : { name: names.name, centreName: names.centreName };
  const renamed = await model
    .findOneAndUpdate({ _id: unitId }, { $set: change, $inc: { version: 1 } }, { returnDocument: 'after' })
    .lean<OrgUnitRecord>()
    .exec();
  return renamed === null ? refuse('unit_unknown') : viewOf(renamed);
}
