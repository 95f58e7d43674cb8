import StarFilled from '@ant-design/icons-svg/es/asn/StarFilled';
import { type PersonLine, people, SUBJECT_KINDS } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Input, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatHours, formatNumber, formatShortDay } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { useMay } from '../../features/use-may.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { given } from '../parts/given.ts';
import { PersonStatusTag } from '../parts/PersonStatusTag.tsx';
import { EnterPerson } from '../people/EnterPerson.tsx';
import { PersonDrawer } from '../people/PersonDrawer.tsx';
import { VerifyMany } from '../people/VerifyMany.tsx';
import type { PeopleSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

const STATUSES = ['unverified', 'verified', 'closed'] as const;

/** 参与人: everybody who has an account in the unit, masked; a row opens the record. */
export function PeoplePage() {
  const { t } = useTranslation('consolePeople');
  const { unitId } = useUnit();
  const may = useMay();
  const search = useSearch({ strict: false }) as PeopleSearch;
  const navigate = useNavigate();
  const [entering, setEntering] = useState(false);
  const { open, ...filters } = search;
  const list = useList(people.list, { query: { unitId, limit: 50, ...given(filters) } }, { enabled: unitId !== '' });
  const go = (next: PeopleSearch): void => void navigate({ to: '/people', search: next, replace: true });
  const total = list.first?.total;
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={total === undefined ? undefined : t('count', { number: formatNumber(total) })}
        actions={
          <>
            {search.status === 'unverified' ? <VerifyMany lines={list.items} /> : null}
            {may('people.enter') ? (
              <Button type="primary" onClick={() => setEntering(true)}>
                {t('enter.verb')}
              </Button>
            ) : null}
          </>
        }
      />
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(person) => person.personId}
        onOpen={(person) => go({ ...search, open: person.personId })}
        openKey={open}
        total={total}
        minWidthPx={900}
        empty={t(search.search === undefined ? 'empty' : 'emptySearch')}
        toolbar={<Filters search={search} onChange={go} />}
      />
      <PersonDrawer personId={open} onClose={() => go({ ...search, open: undefined })} />
      <EnterPerson
        open={entering}
        onClose={() => setEntering(false)}
        onEntered={(personId) => {
          setEntering(false);
          go({ open: personId });
        }}
      />
    </Page>
  );
}

function Filters({ search, onChange }: { search: PeopleSearch; onChange: (search: PeopleSearch) => void }) {
  const { t } = useTranslation('consolePeople');
  const { unit } = useUnit();
  return (
    <>
      <Input.Search
        key={search.search ?? ''}
        allowClear
        defaultValue={search.search ?? ''}
        placeholder={t('filter.search')}
        aria-label={t('filter.search')}
        style={{ width: 240 }}
        onSearch={(value) => onChange({ ...search, search: value.trim() === '' ? undefined : value.trim() })}
      />
      <span className="chip" style={{ display: 'inline-flex', alignItems: 'center', cursor: 'default' }}>
        {t('filter.unit', { unit: unit?.name ?? '' })}
      </span>
      <Select
        allowClear
        value={search.kind ?? null}
        placeholder={t('filter.kind')}
        aria-label={t('filter.kind')}
        style={{ width: 120 }}
        onChange={(kind) => onChange({ ...search, kind: kind ?? undefined })}
        options={SUBJECT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Select
        allowClear
        value={search.status ?? null}
        placeholder={t('filter.status')}
        aria-label={t('filter.status')}
        style={{ width: 120 }}
        onChange={(status) => onChange({ ...search, status: status ?? undefined })}
        options={STATUSES.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
    </>
  );
}

function useColumns(): NonNullable<TableProps<PersonLine>['columns']> {
  const { t } = useTranslation(['consolePeople', 'common']);
  return [
    { key: 'name', title: t('field.name'), width: 120, render: (_, person) => <b>{person.maskedName}</b> },
    { key: 'unit', title: t('field.unit'), render: (_, person) => person.unitName },
    {
      key: 'phone',
      title: t('field.phone'),
      width: 140,
      render: (_, person) => person.maskedPhone ?? <span className="quiet">{t('noPhone')}</span>,
    },
    { key: 'kind', title: t('field.kind'), width: 80, render: (_, person) => t(`kind.${person.kind}`) },
    {
      key: 'status',
      title: t('field.status'),
      width: 110,
      render: (_, person) => <PersonStatusTag status={person.status} />,
    },
    {
      key: 'stars',
      title: t('field.stars'),
      width: 110,
      render: (_, person) => <Stars count={person.stars} />,
    },
    {
      key: 'hours',
      title: t('field.hours'),
      width: 110,
      align: 'right',
      render: (_, person) => `${formatHours(person.minutes)} ${t('unit.hours', { ns: 'common' })}`,
    },
    {
      key: 'points',
      title: t('field.available'),
      width: 100,
      align: 'right',
      render: (_, person) => <Points value={person.available} strong />,
    },
    {
      key: 'joined',
      title: t('field.joined'),
      width: 130,
      align: 'right',
      render: (_, person) => <span className="quiet">{formatShortDay(person.joinedAt)}</span>,
    },
  ];
}

function Stars({ count }: { count: number }) {
  const { t } = useTranslation('consolePeople');
  if (count === 0) return <span className="quiet">—</span>;
  return (
    <span style={{ display: 'inline-flex', gap: 5, alignItems: 'center' }}>
      <Icon of={StarFilled} style={{ color: 'var(--gold)' }} />
      {t('stars', { count })}
    </span>
  );
}
