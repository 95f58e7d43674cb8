import { people, service } from '@red-points/shared/contracts';
import { Alert, App, Button, Drawer, InputNumber, Skeleton } from 'antd';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import styles from '../oversight/oversight.module.css';

type Settings = CallAnswer<typeof service.settings>;

/** From how many hours on somebody has one to five stars, for the whole installation. */
export function StarHours({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleRules');
  const read = useRead(service.settings, {}, { enabled: open, staleMs: 0 });
  return (
    <Drawer open={open} onClose={onClose} size={420} title={t('stars.title')} destroyOnHidden>
      {read.error === null ? null : <Alert type="warning" showIcon title={messageOf(read.error)} />}
      {read.data === undefined ? <Skeleton active /> : <HoursForm settings={read.data} onClose={onClose} />}
    </Drawer>
  );
}

function HoursForm({ settings, onClose }: { settings: Settings; onClose: () => void }) {
  const { t } = useTranslation('consoleRules');
  const { message } = App.useApp();
  const formId = useId();
  const [hours, setHours] = useState(settings.hours);
  const set = useChange(service.setSettings, {
    changes: [service.settings, service.ofPerson, people.list],
    onDone: () => {
      void message.success(t('stars.done'));
      onClose();
    },
  });
  const isRising = hours.every((one, at) => at === 0 || one > (hours[at - 1] ?? 0));
  return (
    <div className={styles['stack']}>
      <p className="quiet">{t('stars.what')}</p>
      {set.isError ? <Alert type="warning" showIcon title={messageOf(set.error)} /> : null}
      {isRising ? null : <Alert type="warning" showIcon title={t('stars.rising')} />}
      <div className={styles['form']}>
        {hours.map((value, at) => {
          const stars = at + 1;
          return (
            <Level
              key={`star-${stars}`}
              id={`${formId}-${stars}`}
              stars={stars}
              value={value}
              onValue={(next) => setHours(hours.with(at, next))}
            />
          );
        })}
      </div>
      <div className={styles['foot']}>
        <Button
          type="primary"
          loading={set.isPending}
          disabled={!isRising}
          onClick={() => set.mutate({ body: { hours, version: settings.version } })}
        >
          {t('stars.save')}
        </Button>
      </div>
    </div>
  );
}

function Level({
  id,
  stars,
  value,
  onValue,
}: {
  id: string;
  stars: number;
  value: number;
  onValue: (value: number) => void;
}) {
  const { t } = useTranslation('consoleRules');
  return (
    <>
      <label htmlFor={id}>{t('stars.level', { stars })}</label>
      <InputNumber
        id={id}
        value={value}
        min={1}
        max={100_000}
        precision={0}
        style={{ width: '100%' }}
        onChange={(next) => {
          if (next !== null) onValue(next);
        }}
      />
    </>
  );
}
