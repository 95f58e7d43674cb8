import { spotChecks } from '@red-points/shared/contracts';
import { Alert, App, Button, Drawer, InputNumber, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { useUnit } from '../unit.tsx';
import styles from './oversight.module.css';

type Settings = CallAnswer<typeof spotChecks.settings>;
type Rule = Settings['rule'];

const FIELDS = [
  ['percent', 100],
  ['itemsMin', 500],
  ['itemsMax', 500],
] as const satisfies readonly (readonly [keyof Rule, number])[];

/** How much of a month is drawn in the unit and below. */
export function SampleSettings({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  const { unit, unitId } = useUnit();
  const read = useRead(spotChecks.settings, { params: { unitId } }, { enabled: open && unitId !== '', staleMs: 0 });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={480}
      title={t('sample.title', { unit: unit?.name ?? '' })}
      destroyOnHidden
    >
      {read.error === null ? null : <Alert type="warning" showIcon title={messageOf(read.error)} />}
      {read.data === undefined ? <Skeleton active /> : <SampleForm settings={read.data} onClose={onClose} />}
    </Drawer>
  );
}

function SampleForm({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const { t } = useTranslation('consoleWatch');
  const { message } = App.useApp();
  const formId = useId();
  const [rule, setRule] = useState(settings.rule);
  const set = useChange(spotChecks.setSettings, {
    changes: [spotChecks.settings],
    onDone: () => {
      void message.success(t('sample.done'));
      onClose();
    },
  });
  const send = (wanted: Rule | null): void =>
    set.mutate({ params: { unitId: settings.unitId }, body: { rule: wanted, version: settings.version } });
  const isUpsideDown = rule.itemsMin > rule.itemsMax;
  return (
    <div className={styles['stack']}>
      <p className="quiet">
        {settings.setBy === null ? t('settings.standard') : t('settings.from', { unit: settings.setBy.unitName })}
      </p>
      <p className="small quiet">{t('sample.what')}</p>
      {set.isError ? <Alert type="warning" showIcon title={messageOf(set.error)} /> : null}
      {isUpsideDown ? <Alert type="warning" showIcon title={t('sample.upsideDown')} /> : null}
      <div className={styles['form']}>
        {FIELDS.map(([field, max]) => (
          <Field
            key={field}
            id={`${formId}-${field}`}
            label={t(`sample.${field}`)}
            value={rule[field]}
            max={max}
            onValue={(value) => setRule({ ...rule, [field]: value })}
          />
        ))}
      </div>
      <div className={styles['foot']}>
        {settings.setBy?.unitId === settings.unitId ? (
          <Button onClick={() => send(null)}>{t('settings.inherit')}</Button>
        ) : null}
        <Button type="primary" loading={set.isPending} disabled={isUpsideDown} onClick={() => send(rule)}>
          {t('settings.save')}
        </Button>
      </div>
    </div>
  );
}

function Field({
  id,
  label,
  value,
  max,
  onValue,
}: {
  id: string;
  label: string;
  value: number;
  max: number;
  onValue: (value: number) => void;
}) {
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <InputNumber
        id={id}
        value={value}
        min={1}
        max={max}
        precision={0}
        style={{ width: '100%' }}
        onChange={(next) => {
          if (next !== null) onValue(next);
        }}
      />
    </>
  );
}
