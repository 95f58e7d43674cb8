import { accounts, people } from '@red-points/shared/contracts';
import { CREDITED_TO, type CreditedTo } from '@red-points/shared/domain/accounts';
import { App, Button, DatePicker, Modal, Radio, Skeleton } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatMoment } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { Trouble } from '../components/Trouble.tsx';
import { Panel } from '../parts/Panel.tsx';
import { useOpenings } from '../parts/use-openings.ts';
import { useUnit } from '../unit.tsx';
import styles from './CreditingPanel.module.css';

type Crediting = CallAnswer<typeof accounts.crediting>;

/** 积分记入: whose account the earnings of a household's members go to in the chosen unit, who decided it, since when. */
export function CreditingPanel() {
  const { t } = useTranslation('consoleAccounts');
  const { unitId } = useUnit();
  const may = useMay();
  const [changing, setChanging] = useState(false);
  const openings = useOpenings(changing);
  const read = useRead(accounts.crediting, { params: { unitId } }, { enabled: unitId !== '' });
  const crediting = read.data;
  return (
    <Panel
      title={t('crediting.title')}
      extra={
        crediting !== undefined && may('crediting.manage') ? (
          <Button onClick={() => setChanging(true)}>{t('crediting.change')}</Button>
        ) : null
      }
      padded
    >
      {read.error !== null && crediting === undefined ? (
        <Trouble error={read.error} onRetry={() => void read.refetch()} />
      ) : null}
      {crediting === undefined ? (
        read.isPending ? (
          <Skeleton active title={false} paragraph={{ rows: 2 }} />
        ) : null
      ) : (
        <>
          <Now crediting={crediting} />
          <ChangeCrediting key={openings} crediting={crediting} open={changing} onClose={() => setChanging(false)} />
        </>
      )}
    </Panel>
  );
}

function Now({ crediting }: { crediting: Crediting }) {
  const { t } = useTranslation('consoleAccounts');
  const { setBy, settings } = crediting;
  return (
    <>
      <div className={styles['now']}>
        <b>{t('crediting.now', { who: t(`crediting.${crediting.creditedTo}`) })}</b>
        <span className="quiet">
          {setBy === null
            ? t('crediting.setByNobody')
            : t('crediting.setBy', { unit: setBy.unitName, from: formatDate(setBy.from) })}
        </span>
      </div>
      <p className={`small quiet ${styles['what']}`}>{t('crediting.what')}</p>
      <ul className={styles['history']} aria-label={t('crediting.history')}>
        {settings.map((setting) => (
          <li key={`${setting.from}.${setting.decidedAt}`}>
            {t('crediting.line', { from: formatDate(setting.from), who: t(`crediting.${setting.creditedTo}`) })}
            <div className="small quiet">
              {t('crediting.lineBy', { name: setting.decidedByName, when: formatMoment(setting.decidedAt) })}
            </div>
          </li>
        ))}
        {settings.length === 0 ? <li className="small quiet">{t('crediting.historyNone')}</li> : null}
      </ul>
    </>
  );
}

function ChangeCrediting({ crediting, open, onClose }: { crediting: Crediting; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleAccounts');
  const { message } = App.useApp();
  const [creditedTo, setCreditedTo] = useState<CreditedTo>(crediting.creditedTo);
  const [from, setFrom] = useState<Dayjs | null>(dayjs(businessDate()));
  const save = useChange(accounts.setCrediting, {
    changes: [accounts.crediting, people.get],
    onDone: () => {
      void message.success(t('crediting.done'));
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t('crediting.changeTitle', { unit: crediting.unitName })}
      okText={t('crediting.save')}
      okButtonProps={{ loading: save.isPending, disabled: from === null }}
      onOk={() => {
        if (from === null) return;
        save.mutate({
          params: { unitId: crediting.unitId },
          body: { creditedTo, from: from.format('YYYY-MM-DD') },
        });
      }}
      onCancel={onClose}
      destroyOnHidden
    >
      <Radio.Group
        vertical
        value={creditedTo}
        onChange={(event) => setCreditedTo(event.target.value as CreditedTo)}
        options={CREDITED_TO.map((value) => ({ value, label: t(`crediting.options.${value}`) }))}
        style={{ margin: '8px 0 16px', gap: 8 }}
      />
      <p className="small quiet">{t('crediting.from')}</p>
      <DatePicker
        value={from}
        onChange={setFrom}
        minDate={dayjs(businessDate())}
        aria-label={t('crediting.from')}
        style={{ width: '100%' }}
      />
      {save.error === null ? null : (
        <p role="alert" style={{ color: 'var(--danger)', marginTop: 8 }}>
          {messageOf(save.error)}
        </p>
      )}
    </Modal>
  );
}
