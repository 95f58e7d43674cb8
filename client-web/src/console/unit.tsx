import { type OrgUnit, orgUnits } from '@red-points/shared/contracts';
import { createContext, type ReactNode, useContext, useMemo, useState } from 'react';
import { useMe, useRead } from '../api/index.ts';

/** The unit whose work is on screen, chosen in the top bar: `unitId` goes into the queries of all pages. */
export interface ChosenUnit {
  unitId: string;
  unit: OrgUnit | undefined;
  /** Names from the district down to the unit's parent. */
  pathNames: string[];
  /** All units that the person may see, parents before children. */
  units: readonly OrgUnit[];
  /** Those directly below the chosen one. */
  children: readonly OrgUnit[];
  choose: (unitId: string) => void;
}

const UnitContext = createContext<ChosenUnit | undefined>(undefined);
const STORE_KEY = 'red-points.console.unit';
const NO_UNITS: readonly OrgUnit[] = [];

function visibleUnits(units: readonly OrgUnit[], grantUnits: readonly string[]): readonly OrgUnit[] {
  if (grantUnits.length === 0) return units;
  return units.filter((unit) => unit.ancestorIds.some((id) => grantUnits.includes(id)));
}

export function UnitProvider({ children }: { children: ReactNode }) {
  const me = useMe();
  const all = useRead(orgUnits.list, {}, { staleMs: 300_000 }).data?.items ?? NO_UNITS;
  const [wanted, setWanted] = useState(() => window.sessionStorage.getItem(STORE_KEY));
  const value = useMemo<ChosenUnit>(() => {
    const grantUnits = me.grants.flatMap((grant) => (grant.unitId === null ? [] : [grant.unitId]));
    const units = visibleUnits(all, grantUnits);
    const unit =
      units.find((candidate) => candidate.id === wanted) ??
      units.find((candidate) => candidate.id === grantUnits[0]) ??
      units[0];
    const names = new Map(all.map((each) => [each.id, each.name]));
    // The city stands above every path and says nothing here.
    const above = (unit?.ancestorIds.slice(0, -1) ?? []).filter(
      (id) => all.find((each) => each.id === id)?.kind !== 'city',
    );
    return {
      unitId: unit?.id ?? grantUnits[0] ?? '',
      unit,
      pathNames: above.map((id) => names.get(id) ?? ''),
      units,
      children: unit === undefined ? [] : units.filter((candidate) => candidate.parentId === unit.id),
      choose: (unitId) => {
        window.sessionStorage.setItem(STORE_KEY, unitId);
        setWanted(unitId);
      },
    };
  }, [all, me.grants, wanted]);
  return <UnitContext value={value}>{children}</UnitContext>;
}

/** The unit chosen in the top bar. */
export function useUnit(): ChosenUnit {
  const unit = useContext(UnitContext);
  if (unit === undefined) throw new Error('useUnit needs the shell around it.');
  return unit;
}
