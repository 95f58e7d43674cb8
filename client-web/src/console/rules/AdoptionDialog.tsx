import { type RuleVersion, rules } from '@red-points/shared/contracts';
import { Alert, App, DatePicker, Form, Input, InputNumber, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import styles from './DraftRule.module.css';

interface Values {
  body?: string;
  place?: string;
  adoptedOn?: Dayjs | null;
  documentNumber?: string;
  present?: number | null;
  inFavour?: number | null;
}

const toBody = ({ adoptedOn, ...values }: Values): unknown => ({
  ...values,
  documentNumber: values.documentNumber ?? '',
  present: values.present ?? null,
  inFavour: values.inFavour ?? null,
  adoptedOn: adoptedOn?.format('YYYY-MM-DD'),
});

/** Records who adopted a version, where and when: once. */
export function AdoptionDialog({ rule, onClose }: { rule: RuleVersion | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleRules', 'common']);
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const adopt = useChange(rules.adopt, {
    changes: [rules.list, rules.versions],
    onDone: () => {
      void message.success(t('adoption.done'));
      onClose();
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(rules.adopt),
    toBody,
    onValid: (body) => {
      if (rule === undefined) return;
      setTrouble(undefined);
      const params = { code: rule.code, version: rule.version };
      adopt.mutate({ params, body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
  useEffect(() => {
    if (rule === undefined) return;
    setTrouble(undefined);
    form.resetFields();
    form.setFieldsValue({ adoptedOn: dayjs(businessDate()), body: rule.terms.adoptedBy });
  }, [rule, form]);
  return (
    <Modal
      open={rule !== undefined}
      title={t('adoption.verb')}
      okText={t('adoption.verb')}
      cancelText={t('action.cancel', { ns: 'common' })}
      confirmLoading={adopt.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      forceRender
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} className={styles.form ?? ''}>
        <Form.Item name="body" label={t('adoption.body')} rules={[required]} className={styles.wide ?? ''}>
          <Input maxLength={50} placeholder={t('adoption.bodyHint')} />
        </Form.Item>
        <Form.Item name="place" label={t('adoption.place')} rules={[required]} className={styles.wide ?? ''}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="adoptedOn" label={t('adoption.adoptedOn')} rules={[required]}>
          <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') > businessDate()} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="documentNumber" label={t('adoption.documentNumber')}>
          <Input maxLength={60} placeholder={t('adoption.documentHint')} />
        </Form.Item>
        <Form.Item name="present" label={t('adoption.present')}>
          <InputNumber min={0} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="inFavour" label={t('adoption.inFavour')}>
          <InputNumber min={0} precision={0} style={{ width: '100%' }} />
        </Form.Item>
      </Form>
      <p className="small quiet">{t('adoption.once')}</p>
    </Modal>
  );
}
