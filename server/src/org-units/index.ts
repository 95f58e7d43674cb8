export { createOrgUnits, type OrgUnits } from './org-units.ts';
export { ensureOrgUnits, type OrgUnitView, unitPathsOf } from './store.ts';
export { readUnitSetting, type UnitSettingView } from './unit-setting.ts';
