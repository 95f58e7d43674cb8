import { type WatchFindingView, watch } from '@red-points/shared/contracts';
import { WATCH_KINDS } from '@red-points/shared/domain/watch';
import { Button, Segmented, Select, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatMonth, formatShortMoment } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import type { OversightSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';
import { WatchSettingsDrawer } from './WatchSettingsDrawer.tsx';
import { useFindingWords } from './words.ts';

const SHOWN = ['open', 'all'] as const;
const TONES = { open: 'warning', dismissed: 'success', passed: 'plain' } as const;

/** Findings of the unit and below. */
export function FindingsList({
  search,
  onSearch,
}: {
  search: OversightSearch;
  onSearch: (search: OversightSearch) => void;
}) {
  const { t } = useTranslation('consoleWatch');
  const { unitId } = useUnit();
  const may = useMay();
  const [setting, setSetting] = useState(false);
  const show = search.show ?? 'open';
  const kind = search.kind === undefined ? {} : { kind: search.kind };
  const list = useList(watch.list, { query: { unitId, show, limit: 50, ...kind } }, { enabled: unitId !== '' });
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={({ findingId }) => findingId}
        onOpen={({ findingId }) => onSearch({ ...search, open: findingId })}
        openKey={search.open}
        empty={t(`none.${show}`)}
        minWidthPx={860}
        toolbar={
          <>
            <Segmented
              value={show}
              onChange={(next) => onSearch({ ...search, show: next === 'open' ? undefined : next })}
              options={SHOWN.map((value) => ({ value, label: t(`show.${value}`) }))}
            />
            <Select
              allowClear
              style={{ minWidth: 180 }}
              placeholder={t('anyKind')}
              aria-label={t('column.kind')}
              value={search.kind ?? null}
              onChange={(next: OversightSearch['kind'] | null) => onSearch({ ...search, kind: next ?? undefined })}
              options={WATCH_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
            />
            {may('watch.settings') ? (
              <Button style={{ marginLeft: 'auto' }} onClick={() => setSetting(true)}>
                {t('settings.verb')}
              </Button>
            ) : null}
          </>
        }
      />
      <WatchSettingsDrawer open={setting} onClose={() => setSetting(false)} />
    </>
  );
}

function useColumns(): NonNullable<TableProps<WatchFindingView>['columns']> {
  const { t } = useTranslation('consoleWatch');
  const { what } = useFindingWords();
  return [
    { key: 'kind', title: t('column.kind'), width: 170, render: (_, finding) => <b>{t(`kind.${finding.kind}`)}</b> },
    { key: 'what', title: t('column.what'), render: (_, finding) => what(finding) },
    {
      key: 'unit',
      title: t('column.unit'),
      width: 180,
      render: (_, finding) => (
        <>
          {finding.unitName}
          <div className="small quiet">{formatMonth(finding.month)}</div>
        </>
      ),
    },
    {
      key: 'since',
      title: t('column.since'),
      width: 150,
      render: (_, finding) => <span className="nowrap">{formatShortMoment(finding.firstSeenAt)}</span>,
    },
    {
      key: 'state',
      title: t('column.state'),
      width: 110,
      render: (_, finding) => <Tag tone={TONES[finding.state]}>{t(`state.${finding.state}`)}</Tag>,
    },
  ];
}
