import type { Endpoint } from '@red-points/shared/contracts';
import { Alert, App, Button, Form, type FormRule, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, type CallInput, useMoneyMutation } from '../../api/index.ts';
import { bodyOf } from '../parts/body-of.ts';
import { useContractForm } from './contract-form.ts';

export interface MoneyDialogProps<E extends Endpoint> {
  endpoint: E;
  params: Readonly<Record<string, string>>;
  open: boolean;
  onClose: () => void;
  title: string;
  /** On the button that sends it. */
  verb: string;
  /** What sending it does. */
  explanation: ReactNode;
  /** Said when it was done. */
  done: string | ((answer: CallAnswer<E>) => string);
  /** What is done with the answer, once the dialog is closed. */
  onAnswer?: (answer: CallAnswer<E>) => void;
  /** Endpoints whose answers are stale afterwards. */
  changes: readonly Endpoint[];
  initialValues?: Record<string, unknown>;
  toBody?: (values: Record<string, unknown>) => unknown;
  /** The fields; `required` is the rule of those that must be filled. */
  children: (required: FormRule) => ReactNode;
}

/**
 * A form in a dialog that sends what moves points or money, or proposes or answers it: with a key of its own, refused in
 * words above the fields. Where no answer came the fields stay as they were sent, and the same request is asked for again.
 */
export function MoneyDialog<E extends Endpoint>(props: MoneyDialogProps<E>) {
  const { endpoint, params, open, onClose, title, verb, explanation, done, changes, initialValues, toBody } = props;
  const { t } = useTranslation('console');
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const send = useMoneyMutation(endpoint, {
    changes,
    onDone: (answer) => {
      void message.success(typeof done === 'string' ? done : done(answer));
      onClose();
      props.onAnswer?.(answer);
    },
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const { outcomeUnknown, sending } = send;
  const locked = sending || outcomeUnknown;
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(endpoint),
    ...(toBody === undefined ? {} : { toBody }),
    onValid: (body) => {
      setTrouble(undefined);
      send.start({ params, body } as unknown as CallInput<E>);
    },
  });
  return (
    <Modal
      open={open}
      title={title}
      okText={verb}
      okButtonProps={{ loading: sending, disabled: outcomeUnknown }}
      onOk={() => form.submit()}
      // What was sent may have been carried out: it is asked for again before anything else is sent.
      mask={{ closable: !locked }}
      closable={!locked}
      keyboard={!locked}
      cancelButtonProps={{ disabled: locked }}
      onCancel={onClose}
      afterOpenChange={(isOpen) => {
        // Told once it stands open, too: what was refused before that would lose its words.
        if (isOpen) return;
        // What was left is not carried over to the record that is opened next.
        setTrouble(undefined);
        send.reset();
      }}
      destroyOnHidden
    >
      <div className="quiet" style={{ marginBottom: 16 }}>
        {explanation}
      </div>
      {outcomeUnknown ? (
        <Alert
          type="warning"
          showIcon
          title={t('money.unknown')}
          description={t('money.unknownHint')}
          action={<Button onClick={send.askAgain}>{t('money.askAgain')}</Button>}
          style={{ marginBottom: 16 }}
        />
      ) : trouble === undefined ? null : (
        <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />
      )}
      <Form
        {...formProps}
        disabled={locked}
        preserve={false}
        style={{ paddingBottom: 12 }}
        {...(initialValues === undefined ? {} : { initialValues })}
      >
        {props.children(required)}
      </Form>
    </Modal>
  );
}
