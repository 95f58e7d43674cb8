import { type Agreement, shops } from '@red-points/shared/contracts';
import { Alert, App, Button, DatePicker, Form, Input, Modal, Skeleton } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { useContractForm } from '../components/contract-form.ts';
import { Trouble } from '../components/Trouble.tsx';
import { bodyOf } from '../parts/body-of.ts';
import styles from './ShopDrawer.module.css';

const CHANGES = [shops.agreements, shops.get, shops.list];

/** What was agreed with a shop and from when to when; another one is entered here, and confirmed by somebody else. */
export function Agreements({ shopId, closed }: { shopId: string; closed: boolean }) {
  const { t } = useTranslation('consoleShops');
  const may = useMay();
  const [entering, setEntering] = useState(false);
  const read = useRead(shops.agreements, { params: { shopId } });
  const { proposed = null, agreed = [] } = read.data ?? {};
  const today = businessDate();
  return (
    <section>
      <header className={styles.head}>
        <h3>{t('agreement.title')}</h3>
        {may('shops.manage') && !closed ? (
          <Button onClick={() => setEntering(true)}>{t('agreement.add')}</Button>
        ) : null}
      </header>
      {read.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {read.error === null ? null : <Trouble error={read.error} onRetry={() => void read.refetch()} />}
      {proposed === null || closed ? null : <Waiting shopId={shopId} agreement={proposed} />}
      {read.data !== undefined && agreed.length === 0 && proposed === null ? (
        <p className="small quiet">{t('agreement.none')}</p>
      ) : null}
      <ul>
        {agreed.map((agreement) => (
          <li key={agreement.number} className={styles.offer}>
            <div>
              <b>{agreement.number}</b>{' '}
              {agreement.from <= today && today <= agreement.until ? (
                <Tag tone="success">{t('agreement.now')}</Tag>
              ) : (
                <Tag>{t(today < agreement.from ? 'agreement.later' : 'agreement.over')}</Tag>
              )}
              <div className="small quiet">{agreement.settlementTerms}</div>
            </div>
            <div className={styles.figures}>
              {t('agreement.dates', { from: agreement.from, until: agreement.until })}
              <div className="small quiet">
                {t('agreement.by', { one: agreement.proposedByName, other: agreement.confirmedByName ?? '—' })}
              </div>
            </div>
          </li>
        ))}
      </ul>
      <EnterAgreement shopId={shopId} open={entering} onClose={() => setEntering(false)} />
    </section>
  );
}

function Waiting({ shopId, agreement }: { shopId: string; agreement: Agreement }) {
  const { t } = useTranslation('consoleShops');
  const { message } = App.useApp();
  const may = useMay();
  const confirm = useChange(shops.confirmAgreement, {
    changes: CHANGES,
    onDone: () => void message.success(t('agreement.confirmed')),
  });
  const { number, from, until, settlementTerms, proposedByName } = agreement;
  return (
    <Alert
      type="warning"
      showIcon
      style={{ margin: '8px 0' }}
      title={t('agreement.waits', { number, name: proposedByName })}
      description={
        <>
          <p style={{ margin: 0 }}>{t('agreement.dates', { from, until })}</p>
          <p className="small quiet" style={{ margin: '0 0 8px' }}>
            {settlementTerms}
          </p>
          {confirm.error === null ? null : <p role="alert">{messageOf(confirm.error)}</p>}
          {may('shops.manage') ? (
            <Button
              type="primary"
              loading={confirm.isPending}
              onClick={() => confirm.mutate({ params: { shopId }, body: { number } })}
            >
              {t('agreement.confirm')}
            </Button>
          ) : null}
        </>
      }
    />
  );
}

interface Values {
  number?: string;
  days?: [Dayjs, Dayjs] | null;
  settlementTerms?: string;
}

function EnterAgreement({ shopId, open, onClose }: { shopId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(['consoleShops', 'common']);
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const propose = useChange(shops.proposeAgreement, {
    changes: CHANGES,
    onDone: () => {
      form.resetFields();
      onClose();
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(shops.proposeAgreement),
    toBody: ({ number, days, settlementTerms }: Values) => ({
      number,
      settlementTerms,
      from: days?.[0].format('YYYY-MM-DD'),
      until: days?.[1].format('YYYY-MM-DD'),
    }),
    onValid: (body) => {
      setTrouble(undefined);
      propose.mutate({ params: { shopId }, body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
  const start = dayjs(businessDate());
  return (
    <Modal
      open={open}
      title={t('agreement.add')}
      okText={t('action.save', { ns: 'common' })}
      cancelText={t('action.cancel', { ns: 'common' })}
      confirmLoading={propose.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('agreement.what')}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} initialValues={{ days: [start, start.add(1, 'year').subtract(1, 'day')] }}>
        <Form.Item name="number" label={t('agreement.number')} rules={[required]}>
          <Input maxLength={40} autoFocus />
        </Form.Item>
        <Form.Item name="days" label={t('agreement.days')} rules={[required]}>
          <DatePicker.RangePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="settlementTerms" label={t('agreement.terms')} rules={[required]}>
          <Input.TextArea rows={3} maxLength={300} placeholder={t('agreement.termsHint')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
