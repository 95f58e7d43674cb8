import { type WatchSettings, watch } from '@red-points/shared/contracts';
import { Alert, App, Button, Drawer, InputNumber, Skeleton } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { useUnit } from '../unit.tsx';
import styles from './oversight.module.css';

type Thresholds = WatchSettings['thresholds'];

const OF_EARNING = [
  'quickSecondsMax',
  'quickItemsMin',
  'reviewerPercentMin',
  'reviewerItemsMin',
  'overPeopleMax',
  'devicePeopleMin',
  'roundPercentMin',
  'roundItemsMin',
  'aloneActivitiesMin',
  'alonePercentMin',
] as const satisfies readonly (keyof Thresholds)[];

const OF_REDEEMING = [
  'pairItemsMin',
  'pairPercentMin',
  'pairTimesMin',
  'oddFromHour',
  'oddUntilHour',
  'oddItemsMin',
  'burstMinutes',
  'burstItemsMin',
  'creditMinutesMax',
  'creditItemsMin',
] as const satisfies readonly (keyof Thresholds)[];

const GROUPS = [
  ['ofEarning', OF_EARNING],
  ['ofRedeeming', OF_REDEEMING],
] as const;

/** From where on something is reported in the unit and below. */
export function WatchSettingsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  const { unit, unitId } = useUnit();
  const read = useRead(watch.settings, { params: { unitId } }, { enabled: open && unitId !== '', staleMs: 0 });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={480}
      title={t('settings.title', { unit: unit?.name ?? '' })}
      destroyOnHidden
    >
      {read.error === null ? null : <Alert type="warning" showIcon title={messageOf(read.error)} />}
      {read.data === undefined ? <Skeleton active /> : <SettingsForm settings={read.data} onClose={onClose} />}
    </Drawer>
  );
}

function SettingsForm({ settings, onClose }: { settings: WatchSettings; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  const { message } = App.useApp();
  const formId = useId();
  const [thresholds, setThresholds] = useState(settings.thresholds);
  useEffect(() => setThresholds(settings.thresholds), [settings]);
  const set = useChange(watch.setSettings, {
    changes: [watch.settings],
    onDone: () => {
      void message.success(t('settings.done'));
      onClose();
    },
  });
  const send = (wanted: Thresholds | null): void =>
    set.mutate({ params: { unitId: settings.unitId }, body: { thresholds: wanted, version: settings.version } });
  return (
    <div className={styles['stack']}>
      <p className="quiet">
        {settings.setBy === null ? t('settings.standard') : t('settings.from', { unit: settings.setBy.unitName })}
      </p>
      <p className="small quiet">{t('settings.what')}</p>
      {set.isError ? <Alert type="warning" showIcon title={messageOf(set.error)} /> : null}
      {GROUPS.map(([group, fields]) => (
        <section key={group} aria-labelledby={`${formId}-${group}`}>
          <h3 id={`${formId}-${group}`}>{t(`settings.${group}`)}</h3>
          <div className={styles['form']}>
            {fields.map((field) => (
              <Field
                key={field}
                id={`${formId}-${field}`}
                label={t(`settings.${field}`)}
                value={thresholds[field]}
                onValue={(value) => setThresholds({ ...thresholds, [field]: value })}
              />
            ))}
          </div>
        </section>
      ))}
      <div className={styles['foot']}>
        {settings.setBy?.unitId === settings.unitId ? (
          <Button onClick={() => send(null)}>{t('settings.inherit')}</Button>
        ) : null}
        <Button type="primary" loading={set.isPending} onClick={() => send(thresholds)}>
          {t('settings.save')}
        </Button>
      </div>
    </div>
  );
}

interface FieldProps {
  id: string;
  label: string;
  value: number;
  onValue: (value: number) => void;
}

function Field({ id, label, value, onValue }: FieldProps) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        value={value}
        min={0}
        precision={0}
        style={{ width: '100%' }}
        onChange={(next) => {
          if (next !== null) onValue(next);
        }}
      />
    </>
  );
}
