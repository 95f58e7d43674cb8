import { CLAIM_STATES, type Claim, claims } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Segmented, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatDateWeekday, formatHours, formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { CategoryTag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { ClaimDrawer } from '../claims/ClaimDrawer.tsx';
import { ClaimStateTag } from '../claims/ClaimStateTag.tsx';
import { FileCase } from '../claims/FileCase.tsx';
import { FileClaim } from '../claims/FileClaim.tsx';
import { VisitsTable } from '../claims/VisitsTable.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { given } from '../parts/given.ts';
import type { ClaimsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

/** 积分申报: claims of the unit; an officer files for a resident here. */
export function ClaimsPage() {
  const { t } = useTranslation(['consoleOversight', 'claimForm']);
  const { unitId } = useUnit();
  const may = useMay();
  const search = useSearch({ strict: false }) as ClaimsSearch;
  const navigate = useNavigate();
  const [filing, setFiling] = useState<Claim | 'new'>();
  const [mediating, setMediating] = useState<Claim | 'new'>();
  const { open, show, ...filters } = search;
  const list = useList(claims.list, { query: { unitId, limit: 50, ...given(filters) } }, { enabled: unitId !== '' });
  const columns = useColumns();
  const go = (next: ClaimsSearch): void => void navigate({ to: '/claims', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('claims.title')}
        note={t('claims.note')}
        actions={
          may('claims.file') ? (
            <>
              <Button onClick={() => setMediating('new')}>{t('mediation.verb', { ns: 'claimForm' })}</Button>
              <Button type="primary" onClick={() => setFiling('new')}>
                {t('claims.verb')}
              </Button>
            </>
          ) : undefined
        }
      />
      {may('claims.file') ? (
        <Segmented<'all' | 'visits'>
          value={show ?? 'all'}
          onChange={(value) => go({ show: value === 'visits' ? value : undefined })}
          options={[
            { value: 'all', label: t('visit.all', { ns: 'claimForm' }) },
            { value: 'visits', label: t('visit.tab', { ns: 'claimForm' }) },
          ]}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      {show === 'visits' ? (
        <VisitsTable onOpenClaim={(claimId) => go({ open: claimId })} />
      ) : (
        <RecordTable
          list={list}
          columns={columns}
          rowKey={(claim) => claim.claimId}
          onOpen={(claim) => go({ ...search, open: claim.claimId })}
          openKey={open}
          empty={t('claims.none')}
          minWidthPx={980}
          toolbar={
            <Select
              allowClear
              value={search.state ?? null}
              placeholder={t('column.state')}
              aria-label={t('column.state')}
              style={{ width: 140 }}
              onChange={(state) => go({ ...search, state: state ?? undefined })}
              options={CLAIM_STATES.map((value) => ({ value, label: t(`claimState.${value}`) }))}
            />
          }
        />
      )}
      <ClaimDrawer
        claim={list.items.find((claim) => claim.claimId === open)}
        onClose={() => go({ ...search, open: undefined })}
        onCorrect={(claim) => (claim.caseId === null ? setFiling(claim) : setMediating(claim))}
      />
      <FileClaim
        from={filing}
        onClose={() => setFiling(undefined)}
        onMediate={() => {
          setFiling(undefined);
          setMediating('new');
        }}
      />
      <FileCase from={mediating} onClose={() => setMediating(undefined)} />
    </Page>
  );
}

function useColumns(): NonNullable<TableProps<Claim>['columns']> {
  const { t } = useTranslation(['consoleOversight', 'common']);
  return [
    { key: 'name', title: t('column.name'), width: 90, render: (_, claim) => <b>{claim.maskedName}</b> },
    { key: 'title', title: t('column.what'), render: (_, claim) => claim.title },
    {
      key: 'category',
      title: t('column.category'),
      width: 120,
      render: (_, claim) => <CategoryTag category={claim.category} />,
    },
    { key: 'date', title: t('column.date'), width: 140, render: (_, claim) => formatDateWeekday(claim.occurredOn) },
    {
      key: 'hours',
      title: t('column.hours'),
      width: 100,
      align: 'right',
      render: (_, claim) => `${formatHours(claim.minutes)} ${t('unit.hours', { ns: 'common' })}`,
    },
    {
      key: 'points',
      title: t('column.points'),
      width: 90,
      align: 'right',
      render: (_, claim) => (
        <Points value={claim.priced.points} tone={claim.state === 'posted' ? 'plain' : 'pending'} />
      ),
    },
    {
      key: 'filer',
      title: t('claims.filer'),
      width: 130,
      render: (_, claim) => (claim.onBehalf ? t('claims.onBehalf', { name: claim.filedByName }) : t('claims.self')),
    },
    {
      key: 'filed',
      title: t('claims.filedAt'),
      width: 140,
      render: (_, claim) => <span className="quiet">{formatShortMoment(claim.filedAt)}</span>,
    },
    { key: 'state', title: t('column.state'), width: 120, render: (_, claim) => <ClaimStateTag state={claim.state} /> },
  ];
}
