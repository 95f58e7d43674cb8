import type { Endpoint } from '@red-points/shared/contracts';
import { Alert, App, Form, type FormRule, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
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
  done: string;
  /** What is done with the answer, once the dialog is closed. */
  onAnswer?: (answer: CallAnswer<E>) => void;
  /** Endpoints whose answers are stale afterwards. */
  changes: readonly Endpoint[];
  initialValues?: Record<string, unknown>;
  toBody?: (values: Record<string, unknown>) => unknown;
  /** The fields; `required` is the rule of those that must be filled. */
  children: (required: FormRule) => ReactNode;
}

/** A form in a dialog that sends what moves points, or proposes or answers it: with a key of its own, refused in words above the fields. */
export function MoneyDialog<E extends Endpoint>(props: MoneyDialogProps<E>) {
  const { endpoint, params, open, onClose, title, verb, explanation, done, changes, initialValues, toBody } = props;
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const send = useMoneyMutation(endpoint, {
    changes,
    onDone: (answer) => {
      void message.success(done);
      onClose();
      props.onAnswer?.(answer);
    },
    onRefused: (error) => setTrouble(showProblem(error)),
  });
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
      okButtonProps={{ loading: send.sending }}
      onOk={() => form.submit()}
      onCancel={onClose}
      afterOpenChange={() => setTrouble(undefined)}
      destroyOnHidden
    >
      <div className="quiet" style={{ marginBottom: 16 }}>
        {explanation}
      </div>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form
        {...formProps}
        preserve={false}
        style={{ paddingBottom: 12 }}
        {...(initialValues === undefined ? {} : { initialValues })}
      >
        {props.children(required)}
      </Form>
    </Modal>
  );
}
