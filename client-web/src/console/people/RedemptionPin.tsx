import { redemptionPins } from '@red-points/shared/contracts';
import { Alert, App, Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import styles from './RedemptionPin.module.css';

const DIGITS = 6;

/** 兑换密码: the person types it at the office; too many wrong ones lock it until then. */
export function RedemptionPin({ personId, name }: { personId: string; name: string }) {
  const { t } = useTranslation(['consolePeople', 'common']);
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState('');
  const [first, setFirst] = useState<string>();
  const read = useRead(redemptionPins.get, { params: { personId } }, { enabled: open, staleMs: 0 });
  const close = (): void => {
    setOpen(false);
    setTyped('');
    setFirst(undefined);
    set.reset();
  };
  const set = useChange(redemptionPins.set, {
    changes: [redemptionPins.get],
    onDone: () => {
      void message.success(t('pin.done'));
      close();
    },
  });
  const differs = first !== undefined && typed.length === DIGITS && typed !== first;
  const next = (): void => {
    if (first === undefined) {
      setFirst(typed);
      setTyped('');
    } else set.mutate({ params: { personId }, body: { pin: typed } });
  };
  const pin = read.data;
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('pin.verb')}</Button>
      <Modal
        open={open}
        title={t('pin.title', { name })}
        okText={t(first === undefined ? 'pin.next' : 'pin.save')}
        okButtonProps={{ disabled: typed.length !== DIGITS || differs, loading: set.isPending }}
        onOk={next}
        onCancel={close}
        destroyOnHidden
      >
        <p className="quiet">{t('pin.what')}</p>
        {pin?.locked ? <Alert type="warning" showIcon title={t('pin.locked')} style={{ marginBottom: 12 }} /> : null}
        {pin?.set ? (
          <p className="small quiet">
            {t('pin.has', {
              name: pin.setByName ?? '—',
              moment: pin.setAt === null ? '—' : formatMoment(pin.setAt),
            })}
          </p>
        ) : null}
        <p className={styles['ask']}>
          <b>{t(first === undefined ? 'pin.type' : 'pin.again')}</b>
        </p>
        <Input.OTP
          className={styles['otp'] ?? ''}
          key={first === undefined ? 'first' : 'again'}
          autoFocus
          length={DIGITS}
          mask="•"
          value={typed}
          onInput={(cells) => setTyped(cells.join(''))}
          onChange={setTyped}
        />
        {differs ? <Alert type="warning" showIcon title={t('pin.differs')} style={{ marginTop: 12 }} /> : null}
        {set.isError ? <Alert type="warning" showIcon title={messageOf(set.error)} style={{ marginTop: 12 }} /> : null}
      </Modal>
    </>
  );
}
