import type { OrgUnit } from '@red-points/shared/contracts';
import { TreeSelect } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useUnit } from '../unit.tsx';

interface Node {
  value: string;
  title: string;
  disabled: boolean;
  children: Node[];
}

/** Units as a tree; those of other kinds can be opened but not chosen. */
function treeOf(units: readonly OrgUnit[], kinds: readonly OrgUnit['kind'][] | undefined): Node[] {
  const nodes = new Map<string, Node>();
  const roots: Node[] = [];
  for (const unit of units) {
    const node: Node = {
      value: unit.id,
      title: unit.name,
      disabled: kinds !== undefined && !kinds.includes(unit.kind),
      children: [],
    };
    nodes.set(unit.id, node);
    const parent = unit.parentId === null ? undefined : nodes.get(unit.parentId);
    (parent?.children ?? roots).push(node);
  }
  return roots;
}

export interface UnitSelectProps {
  value?: string | undefined;
  onChange?: (unitId: string) => void;
  /** Kinds that may be chosen; all by default. */
  kinds?: readonly OrgUnit['kind'][];
  id?: string;
}

/** Chooses one of the units that the person may see; works inside a form item. */
export function UnitSelect({ value, onChange, kinds, id }: UnitSelectProps) {
  const { t } = useTranslation('consolePeople');
  const { units, unitId, unit } = useUnit();
  const tree = useMemo(() => treeOf(units, kinds), [units, kinds]);
  return (
    <TreeSelect
      {...(id === undefined ? {} : { id })}
      {...(value === undefined ? {} : { value })}
      onChange={(chosen: string) => onChange?.(chosen)}
      treeData={tree}
      showSearch={{ treeNodeFilterProp: 'title' }}
      placeholder={t('field.unitPlaceholder')}
      treeDefaultExpandedKeys={[unitId, ...(unit?.ancestorIds ?? [])]}
      style={{ width: '100%' }}
    />
  );
}
