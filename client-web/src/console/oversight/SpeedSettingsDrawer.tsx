import { type VelocitySettings, velocity } from '@red-points/shared/contracts';
import { VELOCITY_KINDS, VELOCITY_LIMITS } from '@red-points/shared/domain/velocity';
import { Alert, App, Button, Drawer, InputNumber, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatNumber } from '../../components/formatters.ts';
import { useUnit } from '../unit.tsx';
import styles from './oversight.module.css';

type Limits = VelocitySettings['limits'];

const LIMIT_MAX = 100_000;

/** How fast may be redeemed at the shops of the unit and below. */
export function SpeedSettingsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  const { unit, unitId } = useUnit();
  const read = useRead(velocity.settings, { params: { unitId } }, { enabled: open && unitId !== '', staleMs: 0 });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={480}
      title={t('speed.settings.title', { unit: unit?.name ?? '' })}
      destroyOnHidden
    >
      {read.error === null ? null : <Alert type="warning" showIcon title={messageOf(read.error)} />}
      {read.data === undefined ? <Skeleton active /> : <LimitsForm settings={read.data} onClose={onClose} />}
    </Drawer>
  );
}

function LimitsForm({ settings, onClose }: { settings: VelocitySettings; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  const { message } = App.useApp();
  const formId = useId();
  const [limits, setLimits] = useState<Limits>(settings.limits);
  const set = useChange(velocity.setSettings, {
    changes: [velocity.settings],
    onDone: () => {
      void message.success(t('speed.settings.done'));
      onClose();
    },
  });
  const send = (wanted: Limits | null): void =>
    set.mutate({ params: { unitId: settings.unitId }, body: { limits: wanted, version: settings.version } });
  return (
    <div className={styles['stack']}>
      <p className="quiet">
        {settings.setBy === null ? t('settings.standard') : t('settings.from', { unit: settings.setBy.unitName })}
      </p>
      <p className="small quiet">{t('speed.settings.what')}</p>
      {set.isError ? <Alert type="warning" showIcon title={messageOf(set.error)} /> : null}
      <div className={styles['form']}>
        {VELOCITY_KINDS.map((kind) => (
          <LimitField
            key={kind}
            id={`${formId}-${kind}`}
            label={t(`speed.settings.${kind}`)}
            hint={t('speed.settings.usual', { limit: formatNumber(VELOCITY_LIMITS[kind] ?? 0) })}
            value={limits[kind]}
            onValue={(value) => setLimits({ ...limits, [kind]: value })}
          />
        ))}
      </div>
      <div className={styles['foot']}>
        {settings.setBy?.unitId === settings.unitId ? (
          <Button onClick={() => send(null)}>{t('settings.inherit')}</Button>
        ) : null}
        <Button type="primary" loading={set.isPending} onClick={() => send(limits)}>
          {t('settings.save')}
        </Button>
      </div>
    </div>
  );
}

interface LimitFieldProps {
  id: string;
  label: string;
  hint: string;
  value: number | null;
  onValue: (value: number | null) => void;
}

function LimitField({ id, label, hint, value, onValue }: LimitFieldProps) {
  const { t } = useTranslation('consoleWatch');
  return (
    <>
      <span>
        <label htmlFor={id}>{label}</label>
        <span className="small quiet" style={{ display: 'block' }} id={`${id}-hint`}>
          {hint}
        </span>
      </span>
      <InputNumber
        id={id}
        aria-describedby={`${id}-hint`}
        value={value}
        min={1}
        max={LIMIT_MAX}
        precision={0}
        placeholder={t('speed.settings.unlimited')}
        style={{ width: '100%' }}
        onChange={onValue}
      />
    </>
  );
}
