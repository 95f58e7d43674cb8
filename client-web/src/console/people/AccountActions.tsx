import { accountChanges, people } from '@red-points/shared/contracts';
import { Alert, App, Button, Checkbox, Form, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useMoneyMutation } from '../../api/index.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import { useMay } from '../permissions.ts';

type Person = CallAnswer<typeof people.get>;

const CHANGES = [accountChanges.list, people.get];

/** Closing an account and joining it into another: proposed here, confirmed by a colleague on the page of account changes. */
export function AccountActions({ person }: { person: Person }) {
  const { t } = useTranslation('consoleAccounts');
  const may = useMay();
  const [asking, setAsking] = useState<'close' | 'join'>();
  if (person.status === 'closed' || !may('accounts.propose')) return null;
  const onClose = (): void => setAsking(undefined);
  return (
    <>
      <Button onClick={() => setAsking('join')}>{t('person.join')}</Button>
      <Button danger onClick={() => setAsking('close')}>
        {t('person.close')}
      </Button>
      <ProposeClosing person={person} open={asking === 'close'} onClose={onClose} />
      <ProposeJoining person={person} open={asking === 'join'} onClose={onClose} />
    </>
  );
}

interface DialogProps {
  person: Person;
  open: boolean;
  onClose: () => void;
}

function ProposeClosing({ person, open, onClose }: DialogProps) {
  const { t } = useTranslation('consoleAccounts');
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const propose = useMoneyMutation(accountChanges.proposeClosing, {
    changes: CHANGES,
    onDone: () => {
      void message.success(t('close.done'));
      onClose();
    },
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(accountChanges.proposeClosing),
    onValid: (body) => {
      setTrouble(undefined);
      propose.start({ params: { personId: person.personId }, body });
    },
  });
  const { available } = person.account;
  return (
    <Modal
      open={open}
      title={t('close.title', { name: person.maskedName })}
      okText={t('close.submit')}
      okButtonProps={{ loading: propose.sending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={() => setTrouble(undefined)}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('close.what')}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} preserve={false} initialValues={{ donateRest: false }}>
        <Form.Item name="reason" label={t('close.reason')} rules={[required]}>
          <Input.TextArea autoFocus rows={3} maxLength={300} showCount placeholder={t('close.reasonHint')} />
        </Form.Item>
        {available > 0 ? (
          <Form.Item name="donateRest" valuePropName="checked">
            <Checkbox>{t('close.donate', { points: available })}</Checkbox>
          </Form.Item>
        ) : null}
      </Form>
    </Modal>
  );
}

function ProposeJoining({ person, open, onClose }: DialogProps) {
  const { t } = useTranslation('consoleAccounts');
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const propose = useMoneyMutation(accountChanges.proposeJoining, {
    changes: CHANGES,
    onDone: () => {
      void message.success(t('join.done'));
      onClose();
    },
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(accountChanges.proposeJoining),
    onValid: (body) => {
      setTrouble(undefined);
      propose.start({ params: { personId: person.personId }, body });
    },
  });
  return (
    <Modal
      open={open}
      title={t('join.title', { name: person.maskedName })}
      okText={t('join.submit')}
      okButtonProps={{ loading: propose.sending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={() => setTrouble(undefined)}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('join.what', { name: person.maskedName })}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} preserve={false}>
        <Form.Item name="keptPersonId" label={t('join.kept')} extra={t('join.keptHint')} rules={[required]}>
          <PersonPicker kind={person.kind} autoFocus />
        </Form.Item>
        <Form.Item name="reason" label={t('join.reason')} rules={[required]}>
          <Input.TextArea rows={3} maxLength={300} showCount placeholder={t('join.reasonHint')} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
