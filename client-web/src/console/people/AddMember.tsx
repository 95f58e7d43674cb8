import { type Endpoint, memberships, type people } from '@red-points/shared/contracts';
import { Alert, App, Checkbox, DatePicker, Form, Modal } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useChange } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';

interface Values {
  memberId?: string;
  from?: Dayjs | null;
  asHead?: boolean;
}

const toBody = ({ memberId, from, asHead }: Values): unknown => ({
  memberId,
  from: from?.format('YYYY-MM-DD'),
  asHead: asHead ?? false,
});

export interface AddMemberProps {
  group: CallAnswer<typeof people.get> & { kind: 'household' | 'organisation' };
  /** Nobody belongs to it yet: the first becomes the head. */
  first: boolean;
  open: boolean;
  changes: readonly Endpoint[];
  onClose: () => void;
}

/** Enters somebody who is known in a household, or as a representative, from a day on. */
export function AddMember({ group, first, open, changes, onClose }: AddMemberProps) {
  const { t } = useTranslation('consoleAccounts');
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const add = useChange(memberships.add, {
    changes,
    onDone: () => {
      void message.success(t('group.addDone'));
      onClose();
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(memberships.add),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      add.mutate(
        { params: { personId: group.personId }, body },
        { onError: (error) => setTrouble(showProblem(error)) },
      );
    },
  });
  return (
    <Modal
      open={open}
      title={t(`group.add.${group.kind}`)}
      okText={t(`group.add.${group.kind}`)}
      okButtonProps={{ loading: add.isPending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        if (!isOpen) setTrouble(undefined);
      }}
      destroyOnHidden
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} preserve={false} initialValues={{ from: dayjs(businessDate()), asHead: first }}>
        <Form.Item name="memberId" label={t('group.who')} rules={[required]}>
          <PersonPicker autoFocus />
        </Form.Item>
        <Form.Item name="from" label={t('group.from')} rules={[required]}>
          <DatePicker minDate={dayjs(businessDate())} style={{ width: '100%' }} />
        </Form.Item>
        {group.kind === 'household' ? (
          <Form.Item name="asHead" valuePropName="checked">
            <Checkbox>{t('group.asHead')}</Checkbox>
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}
