import { people, SUBJECT_KINDS } from '@red-points/shared/contracts';
import { Alert, Button, Checkbox, DatePicker, Form, Input, Modal, Segmented } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import { useUnit } from '../unit.tsx';

const HOME_KINDS = ['community', 'grid'] as const;

interface Values {
  kind?: (typeof SUBJECT_KINDS)[number];
  name?: string;
  phone?: string;
  sharedPhone?: boolean;
  unitId?: string;
  birthDate?: Dayjs | null;
  address?: string;
}

const emptyToNull = (text: string | undefined): string | null =>
  text === undefined || text.trim() === '' ? null : text.trim();

function toBody(values: Values): unknown {
  const person = (values.kind ?? 'person') === 'person';
  return {
    kind: values.kind ?? 'person',
    name: values.name,
    unitId: values.unitId,
    phone: emptyToNull(values.phone),
    sharedPhone: values.sharedPhone ?? false,
    birthDate: person ? (values.birthDate?.format('YYYY-MM-DD') ?? null) : null,
    address: emptyToNull(values.address),
  };
}

export interface EnterPersonProps {
  open: boolean;
  onClose: () => void;
  onEntered: (personId: string) => void;
}

/** An officer enters somebody who did not register by phone; verification follows when the person was seen. */
export function EnterPerson({ open, onClose, onEntered }: EnterPersonProps) {
  const { t } = useTranslation(['consolePeople', 'common']);
  const { unitId, unit } = useUnit();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const enter = useChange(people.enter, {
    changes: [people.list],
    onDone: (answer) => {
      form.resetFields();
      onEntered(answer.personId);
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(people.enter),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      enter.mutate({ body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
  const home = unit?.kind === 'community' || unit?.kind === 'grid' ? unitId : undefined;
  return (
    <Modal
      open={open}
      title={t('enter.title')}
      onCancel={onClose}
      destroyOnHidden
      footer={[
        <Button key="cancel" onClick={onClose}>
          {t('action.cancel', { ns: 'common' })}
        </Button>,
        <Button key="save" type="primary" loading={enter.isPending} onClick={() => form.submit()}>
          {t('enter.verb')}
        </Button>,
      ]}
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('enter.what')}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} initialValues={{ kind: 'person', sharedPhone: false, unitId: home }}>
        <Form.Item name="kind" label={t('field.kind')}>
          <Segmented options={SUBJECT_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="name" label={t('field.fullName')} rules={[required]}>
          <Input maxLength={50} autoFocus />
        </Form.Item>
        <Form.Item
          name="phone"
          label={t('field.phone')}
          extra={t('enter.phoneHint')}
          rules={[{ pattern: /^1[3-9]\d{9}$/, message: t('enter.phoneWrong') }]}
        >
          <Input inputMode="numeric" maxLength={11} />
        </Form.Item>
        <Form.Item name="sharedPhone" valuePropName="checked">
          <Checkbox>{t('enter.shared')}</Checkbox>
        </Form.Item>
        <Form.Item name="unitId" label={t('field.unit')} rules={[required]}>
          <UnitSelect kinds={HOME_KINDS} />
        </Form.Item>
        <Form.Item noStyle shouldUpdate={(before, after) => before.kind !== after.kind}>
          {() =>
            (form.getFieldValue('kind') ?? 'person') === 'person' ? (
              <Form.Item name="birthDate" label={t('field.birthDate')} extra={t('enter.birthHint')}>
                <DatePicker style={{ width: '100%' }} />
              </Form.Item>
            ) : null
          }
        </Form.Item>
        <Form.Item name="address" label={t('field.address')} extra={t('enter.addressHint')}>
          <Input maxLength={100} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
