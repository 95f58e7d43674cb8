import { type SpotDraw, spotChecks } from '@red-points/shared/contracts';
import { Button, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatDate, formatMonth, formatNumber, formatShortMoment } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { useUnit } from '../unit.tsx';
import { SampleSettings } from './SampleSettings.tsx';
import { SpotDrawer } from './SpotDrawer.tsx';

const STREET_DEPTH = ['community', 'grid'];

/** The monthly draws of the unit's street, or of the streets below it. */
export function SpotDraws({
  openId,
  onOpen,
}: {
  openId: string | undefined;
  onOpen: (drawId: string | undefined) => void;
}) {
  const { t } = useTranslation('consoleWatch');
  const { unit } = useUnit();
  const may = useMay();
  const [setting, setSetting] = useState(false);
  // A community's credits are drawn by its street.
  const at = unit !== undefined && STREET_DEPTH.includes(unit.kind) ? unit.ancestorIds.indexOf(unit.id) : -1;
  const back = unit?.kind === 'grid' ? 2 : 1;
  const unitId = at === -1 ? unit?.id : unit?.ancestorIds[at - back];
  const list = useList(
    spotChecks.draws,
    { query: { limit: 24, ...(unitId === undefined ? {} : { unitId }) } },
    { enabled: unit !== undefined },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={({ drawId }) => drawId}
        onOpen={({ drawId }) => onOpen(drawId)}
        openKey={openId}
        empty={t('spot.none')}
        minWidthPx={860}
        toolbar={
          <span style={{ marginLeft: 'auto', display: 'flex', gap: 8 }}>
            {may('spot_checks.settings') ? <Button onClick={() => setSetting(true)}>{t('sample.verb')}</Button> : null}
            <Button href="/spot-checks" target="_blank">
              {t('spot.publicPage')}
            </Button>
          </span>
        }
      />
      <SampleSettings open={setting} onClose={() => setSetting(false)} />
      <SpotDrawer drawId={openId} onClose={() => onOpen(undefined)} />
    </>
  );
}

function useColumns(): NonNullable<TableProps<SpotDraw>['columns']> {
  const { t } = useTranslation('consoleWatch');
  return [
    {
      key: 'month',
      title: t('column.month'),
      width: 180,
      render: (_, draw) => (
        <>
          <b>{formatMonth(draw.month)}</b>
          <div className="small quiet">{draw.unitName}</div>
        </>
      ),
    },
    {
      key: 'sample',
      title: t('column.sample'),
      width: 160,
      render: (_, draw) =>
        t('spot.sampleOf', { sample: formatNumber(draw.sampleSize), population: formatNumber(draw.population) }),
    },
    {
      key: 'results',
      title: t('column.results'),
      render: (_, draw) => (
        <>
          {draw.drawnAt === null ? <span className="quiet">—</span> : t('spot.results', draw.statistics)}
          {draw.statistics.findings === 0 ? null : (
            <div className="small quiet">{t('spot.corrected', { corrected: draw.statistics.corrected })}</div>
          )}
        </>
      ),
    },
    {
      key: 'state',
      title: t('column.seed'),
      width: 240,
      render: (_, draw) =>
        draw.drawnAt === null ? (
          <Tag tone="warning">{t('spot.fixed', { date: formatDate(draw.seedDay) })}</Tag>
        ) : (
          <>
            <Tag tone="success">{t('spot.drawn')}</Tag>
            <div className="small quiet">{formatShortMoment(draw.drawnAt)}</div>
          </>
        ),
    },
  ];
}
