import { type Settlement, settlements } from '@red-points/shared/contracts';
import { App, Button, DatePicker, Form, Input } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation } from '../../api/index.ts';
import { businessDate, formatYuan } from '../../components/formatters.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { CHANGED } from './changed.ts';

/** The one next step of a statement, and giving a draft up. */
export function SettlementActions({ settlement }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const { may } = settlement;
  return (
    <span style={{ display: 'inline-flex', gap: 8 }}>
      {may.cancel ? <Cancel settlement={settlement} /> : null}
      {may.sign === null ? null : <Sign settlement={settlement} part={may.sign} />}
      {may.proposeClosing ? (
        <Close
          settlement={settlement}
          endpoint={settlements.proposeClosing}
          verb={t('closing.propose')}
          explain={t('closing.proposeExplain')}
          done={t('closing.proposed')}
        />
      ) : null}
      {may.close ? (
        <Close
          settlement={settlement}
          endpoint={settlements.close}
          verb={t('closing.confirm')}
          explain={t('closing.confirmExplain')}
          done={t('closing.closed')}
        />
      ) : null}
      {may.pay ? <Pay settlement={settlement} /> : null}
    </span>
  );
}

function Sign({ settlement, part }: { settlement: Settlement; part: NonNullable<Settlement['may']['sign']> }) {
  const { t } = useTranslation('settlements');
  const [open, setOpen] = useState(false);
  const { settlementId, version, totals } = settlement;
  const name = t(`part.${part}`);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('sign.verb', { part: name })}
      </Button>
      <MoneyDialog
        endpoint={settlements.sign}
        params={{ settlementId }}
        open={open}
        onClose={() => setOpen(false)}
        title={t('sign.ask', { part: name })}
        verb={t('sign.verb', { part: name })}
        explanation={t('sign.explain', { yuan: formatYuan(totals.fen) })}
        done={t('sign.done')}
        changes={CHANGED}
        toBody={() => ({ part, version })}
      >
        {() => null}
      </MoneyDialog>
    </>
  );
}

interface CloseProps {
  settlement: Settlement;
  endpoint: typeof settlements.close | typeof settlements.proposeClosing;
  verb: string;
  explain: string;
  done: string;
}

function Close({ settlement, endpoint, verb, explain, done }: CloseProps) {
  const [open, setOpen] = useState(false);
  const { settlementId, version } = settlement;
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {verb}
      </Button>
      <MoneyDialog
        endpoint={endpoint}
        params={{ settlementId }}
        open={open}
        onClose={() => setOpen(false)}
        title={verb}
        verb={verb}
        explanation={explain}
        done={done}
        changes={CHANGED}
        toBody={() => ({ version })}
      >
        {() => null}
      </MoneyDialog>
    </>
  );
}

function Cancel({ settlement: { settlementId } }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const { message } = App.useApp();
  const [open, setOpen] = useState(false);
  const cancel = useMoneyMutation(settlements.cancel, {
    changes: CHANGED,
    onDone: () => {
      void message.success(t('cancel.done'));
      setOpen(false);
    },
  });
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('cancel.verb')}</Button>
      <ReasonDialog
        open={open}
        title={t('cancel.title')}
        explanation={t('cancel.explain')}
        verb={t('cancel.verb')}
        busy={cancel.sending}
        error={cancel.error === null ? undefined : messageOf(cancel.error)}
        onGive={(reason) => cancel.start({ params: { settlementId }, body: { reason } })}
        onCancel={() => setOpen(false)}
      />
    </>
  );
}

function Pay({ settlement: { settlementId, totals } }: { settlement: Settlement }) {
  const { t } = useTranslation('settlements');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('pay.verb')}
      </Button>
      <MoneyDialog
        endpoint={settlements.pay}
        params={{ settlementId }}
        open={open}
        onClose={() => setOpen(false)}
        title={t('pay.title', { yuan: formatYuan(totals.fen) })}
        verb={t('pay.verb')}
        explanation={totals.fen < 0 ? t('pay.back') : t('pay.explain')}
        done={t('pay.done')}
        changes={CHANGED}
        initialValues={{ method: t('pay.methodHint'), invoice: '', paidOn: dayjs(businessDate()) }}
        toBody={({ paidOn, ...values }) => ({
          ...values,
          invoice: values['invoice'] ?? '',
          paidOn: dayjs.isDayjs(paidOn) ? paidOn.format('YYYY-MM-DD') : undefined,
          amountFen: totals.fen,
        })}
      >
        {(required) => (
          <>
            <Form.Item name="method" label={t('pay.method')} rules={[required]}>
              <Input maxLength={30} />
            </Form.Item>
            <Form.Item name="reference" label={t('pay.reference')} rules={[required]}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="invoice" label={t('pay.invoice')}>
              <Input maxLength={60} />
            </Form.Item>
            <Form.Item name="paidOn" label={t('pay.paidOn')} rules={[required]}>
              <DatePicker allowClear={false} style={{ width: '100%' }} />
            </Form.Item>
          </>
        )}
      </MoneyDialog>
    </>
  );
}
