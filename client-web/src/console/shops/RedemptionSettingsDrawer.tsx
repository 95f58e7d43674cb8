import { type RedemptionSettingsView, redemptionSettings } from '@red-points/shared/contracts';
import { ASSURANCES, SHOP_CAPPED } from '@red-points/shared/domain/redemptions';
import { Alert, App, Button, Drawer, InputNumber, Skeleton } from 'antd';
import { useEffect, useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { useUnit } from '../unit.tsx';
import { CapsTable } from './CapsTable.tsx';
import styles from './RedemptionSettings.module.css';

type Rules = RedemptionSettingsView['rules'];

/** Single figures, each with its unit and the least that it may be. */
const FIGURES = [
  ['smallAmountPoints', 'unit.points', 0],
  ['refundAlonePoints', 'unit.points', 0],
  ['refundAnswerDays', 'unit.days', 1],
] as const;

/** How high a figure may be set; a deadline is nobody's limit. */
function maxOf(most: RedemptionSettingsView['most'], field: (typeof FIGURES)[number][0]): number | undefined {
  return most === null || field === 'refundAnswerDays' ? undefined : most.limits[field];
}

/** What counts at the shops of a unit: when a resident confirms, when a refund needs two, and the caps. */
export function RedemptionSettingsDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleShops');
  const { unit, unitId } = useUnit();
  const read = useRead(redemptionSettings.get, { params: { unitId } }, { enabled: open && unitId !== '', staleMs: 0 });
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={520}
      title={t('settings.title', { unit: unit?.name ?? '' })}
      destroyOnHidden
    >
      {read.error === null ? null : <Alert type="warning" showIcon title={messageOf(read.error)} />}
      {read.data === undefined ? <Skeleton active /> : <SettingsForm settings={read.data} onClose={onClose} />}
    </Drawer>
  );
}

function SettingsForm({ settings, onClose }: { settings: RedemptionSettingsView; onClose: () => void }) {
  const { t } = useTranslation(['consoleShops', 'common']);
  const { message } = App.useApp();
  const id = useId();
  const { most, maySet } = settings;
  const [rules, setRules] = useState(settings.rules);
  useEffect(() => setRules(settings.rules), [settings]);
  const set = useChange(redemptionSettings.set, {
    changes: [redemptionSettings.get],
    onDone: () => {
      void message.success(t('settings.done'));
      onClose();
    },
  });
  const send = (wanted: Rules | null): void =>
    set.mutate({ params: { unitId: settings.unitId }, body: { rules: wanted, version: settings.version } });
  return (
    <div className={styles['stack']}>
      <p className="quiet">
        {settings.setBy === null ? t('settings.standard') : t('settings.from', { unit: settings.setBy.unitName })}
      </p>
      {maySet && most !== null ? (
        <Alert
          type="info"
          showIcon
          title={
            most.by === 'office_above'
              ? t('settings.mostOffice')
              : t('settings.mostAbove', { unit: most.unitName ?? '' })
          }
        />
      ) : null}
      <div className={styles['form']}>
        {FIGURES.map(([field, unit, min]) => (
          <div key={field}>
            <label htmlFor={`${id}-${field}`}>{t(`settings.${field}`)}</label>
            <InputNumber
              id={`${id}-${field}`}
              value={rules[field]}
              min={min}
              max={maxOf(most, field)}
              precision={0}
              suffix={t(unit, { ns: 'common' })}
              disabled={!settings.maySet}
              onChange={(value) => setRules({ ...rules, [field]: value ?? min })}
            />
            <p className="small quiet">{t(`settings.${field}Hint`)}</p>
          </div>
        ))}
      </div>
      <CapsTable
        caption={t('settings.caps')}
        head={t('settings.way')}
        rows={ASSURANCES.map((key) => ({
          key,
          label: t(`settings.assurance.${key}`),
          hint: t(`settings.assuranceHint.${key}`),
        }))}
        caps={rules.caps}
        most={most?.limits.caps}
        disabled={!maySet}
        onChange={(caps) => setRules({ ...rules, caps })}
      />
      <p className="small quiet">{t('settings.capsHint')}</p>
      <CapsTable
        caption={t('settings.shopCaps')}
        head={t('settings.shopWhat')}
        rows={SHOP_CAPPED.map((key) => ({
          key,
          label: t(`settings.shopCapped.${key}`),
          hint: t(`settings.shopCappedHint.${key}`),
        }))}
        caps={rules.shopCaps}
        most={most?.limits.shopCaps}
        disabled={!maySet}
        onChange={(shopCaps) => setRules({ ...rules, shopCaps })}
      />
      <p className="small quiet">{t('settings.shopCapsHint')}</p>
      {set.isError ? <Alert type="warning" showIcon title={messageOf(set.error)} /> : null}
      {settings.maySet ? (
        <div className={styles['foot']}>
          {settings.setBy?.unitId === settings.unitId && most?.by !== 'office_above' ? (
            <Button onClick={() => send(null)}>{t('settings.inherit')}</Button>
          ) : null}
          <Button type="primary" loading={set.isPending} onClick={() => send(rules)}>
            {t('settings.save')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
