import { type PersonLine, people } from '@red-points/shared/contracts';
import { Select, Spin } from 'antd';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { useUnit } from '../unit.tsx';

export interface PersonPickerProps {
  value?: string | undefined;
  onChange?: (personId: string | undefined) => void;
  autoFocus?: boolean;
  /** Whom to look for; people unless said. */
  kind?: PersonLine['kind'];
  id?: string;
  /** People who may be chosen already, with what to call them. */
  known?: readonly { readonly personId: string; readonly maskedName: string }[];
}

/** Finds a person of the unit by the whole name or the last four digits of the phone; names stay masked. */
export function PersonPicker({
  value,
  onChange,
  autoFocus = false,
  kind = 'person',
  id,
  known = [],
}: PersonPickerProps) {
  const { t } = useTranslation('consolePeople');
  const { unitId } = useUnit();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const asked = search.length >= 2;
  const found = useRead(people.list, { query: { unitId, search, limit: 20, kind } }, { enabled: asked });
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      onChange={(chosen) => onChange?.(chosen ?? undefined)}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      allowClear
      autoFocus={autoFocus}
      placeholder={t('filter.search')}
      aria-label={t('filter.search')}
      notFoundContent={
        found.isFetching ? (
          <Spin size="small" />
        ) : (
          <span className="quiet">{t(asked ? 'emptySearch' : 'picker.type')}</span>
        )
      }
      options={[
        ...(asked ? [] : known.map(({ personId, maskedName }) => ({ value: personId, label: maskedName }))),
        ...(found.data?.items ?? []).map((person) => ({
          value: person.personId,
          label: [person.maskedName, person.maskedPhone ?? t('noPhone'), person.unitName].join(' · '),
        })),
      ]}
      style={{ width: '100%' }}
    />
  );
}
