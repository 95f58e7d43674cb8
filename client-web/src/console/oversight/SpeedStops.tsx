import { type VelocityStop, velocity } from '@red-points/shared/contracts';
import { Button, Form, Input, InputNumber, type TableProps } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { ActsHead } from '../parts/ActsHead.tsx';
import { useUnit } from '../unit.tsx';
import { SpeedSettingsDrawer } from './SpeedSettingsDrawer.tsx';

const HOURS_USUALLY = 2;
const HOURS_MAX = 72;
const TONES = { running: 'warning', lifted: 'success', over: 'plain' } as const;

/** 兑换限速: where redeeming was slowed or stopped in the unit and below, and lifting it. */
export function SpeedStops() {
  const { t } = useTranslation('consoleWatch');
  const { unitId } = useUnit();
  const may = useMay();
  const [setting, setSetting] = useState(false);
  const [lifting, setLifting] = useState<VelocityStop>();
  const list = useList(velocity.stops, { query: { unitId, limit: 50 } }, { enabled: unitId !== '' });
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns(setLifting)}
        rowKey={({ stopId }) => stopId}
        empty={t('speed.none')}
        minWidthPx={960}
        toolbar={
          <>
            <span className="small quiet">{t('speed.explain')}</span>
            {may('watch.settings') ? (
              <Button style={{ marginLeft: 'auto' }} onClick={() => setSetting(true)}>
                {t('speed.settings.verb')}
              </Button>
            ) : null}
          </>
        }
      />
      <SpeedSettingsDrawer open={setting} onClose={() => setSetting(false)} />
      {lifting === undefined ? null : <Lift stop={lifting} onClose={() => setLifting(undefined)} />}
    </>
  );
}

function Lift({ stop, onClose }: { stop: VelocityStop; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  return (
    <MoneyDialog
      endpoint={velocity.lift}
      params={{ stopId: stop.stopId }}
      open
      onClose={onClose}
      title={t('speed.lift.title', { shop: stop.shopName })}
      verb={t('speed.lift.verb')}
      explanation={stop.maskedName === null ? t('speed.lift.shop') : t('speed.lift.pair', { name: stop.maskedName })}
      done={t('speed.lift.done')}
      changes={[velocity.stops]}
      initialValues={{ hours: HOURS_USUALLY }}
    >
      {(required) => (
        <>
          <Form.Item name="hours" label={t('speed.lift.hours')} rules={[required]}>
            <InputNumber min={1} max={HOURS_MAX} precision={0} style={{ width: 160 }} />
          </Form.Item>
          <Form.Item name="reason" label={t('speed.lift.reason')} rules={[required]} style={{ marginBottom: 32 }}>
            <Input.TextArea autoFocus rows={3} maxLength={300} showCount />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}

function stateOf({ lift, endsAt }: VelocityStop): keyof typeof TONES {
  if (lift !== null) return 'lifted';
  return Date.parse(endsAt) > serverNowMs() ? 'running' : 'over';
}

function useColumns(onLift: (stop: VelocityStop) => void): NonNullable<TableProps<VelocityStop>['columns']> {
  const { t } = useTranslation('consoleWatch');
  return [
    {
      key: 'where',
      title: t('speed.column.where'),
      width: 200,
      render: (_, stop) => (
        <>
          <b>{stop.shopName}</b>
          <div className="small quiet">{stop.maskedName ?? t('speed.everybody')}</div>
        </>
      ),
    },
    {
      key: 'limit',
      title: t('speed.column.limit'),
      render: (_, stop) => (
        <>
          {t(`speed.reached.${stop.kind}`, { limit: stop.limit })}
          <div className="small quiet">{t('speed.turnedAway', { times: stop.turnedAway })}</div>
        </>
      ),
    },
    {
      key: 'when',
      title: t('speed.column.when'),
      width: 190,
      render: (_, { firstAt, endsAt }) => (
        <>
          <span className="nowrap">{formatShortMoment(firstAt)}</span>
          <div className="small quiet">{t('speed.until', { moment: formatShortMoment(endsAt) })}</div>
        </>
      ),
    },
    {
      key: 'state',
      title: t('column.state'),
      width: 240,
      render: (_, stop) => {
        const state = stateOf(stop);
        return (
          <>
            <Tag tone={TONES[state]}>{t(`speed.state.${state}`)}</Tag>
            {stop.lift === null ? null : (
              <div className="small quiet">
                {t('speed.lifted', { name: stop.lift.byName, moment: formatShortMoment(stop.lift.until) })}
                <br />
                {stop.lift.reason}
              </div>
            )}
          </>
        );
      },
    },
    {
      key: 'verb',
      title: <ActsHead />,
      width: 110,
      align: 'right',
      render: (_, stop) =>
        stop.mayLift && stop.lift === null ? (
          <Button size="small" onClick={() => onLift(stop)}>
            {t('speed.lift.verb')}
          </Button>
        ) : null,
    },
  ];
}
