import { displays } from '@red-points/shared/contracts';
import { Alert, App, Form, Input, Modal } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { UnitSelect } from '../parts/UnitSelect.tsx';

interface Fields {
  pairingCode: string;
  name: string;
  unitId: string;
}

/** Registers the screen that shows eight digits. */
export function PairScreen({ open, unitId, onClose }: { open: boolean; unitId: string; onClose: () => void }) {
  const { t } = useTranslation('consoleDisplays');
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const register = useChange(displays.register, {
    changes: [displays.list],
    onDone: () => {
      void message.success(t('pair.done'));
      form.resetFields();
      onClose();
    },
  });
  return (
    <Modal
      open={open}
      title={t('pair.title')}
      okText={t('register')}
      okButtonProps={{ loading: register.isPending }}
      onOk={form.submit}
      onCancel={() => {
        register.reset();
        onClose();
      }}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('pair.what', { address: `${window.location.origin}/screen` })}
      </p>
      <Form
        form={form}
        layout="vertical"
        initialValues={{ unitId }}
        onFinish={({ pairingCode, name, unitId: chosen }) =>
          register.mutate({ body: { pairingCode: pairingCode.replace(/\D/g, ''), name: name.trim(), unitId: chosen } })
        }
      >
        <Form.Item
          name="pairingCode"
          label={t('pair.code')}
          rules={[{ required: true, pattern: /^\s*\d{4}\s*\d{4}\s*$/, message: t('pair.badCode') }]}
        >
          <Input autoFocus inputMode="numeric" autoComplete="off" maxLength={10} style={{ fontSize: 20, width: 200 }} />
        </Form.Item>
        <Form.Item
          name="name"
          label={t('pair.name')}
          rules={[{ required: true, whitespace: true, message: t('pair.badName') }]}
        >
          <Input maxLength={50} placeholder={t('pair.namePlaceholder')} />
        </Form.Item>
        <Form.Item name="unitId" label={t('pair.unit')} rules={[{ required: true }]}>
          <UnitSelect />
        </Form.Item>
      </Form>
      {register.error === null ? null : <Alert type="warning" showIcon title={messageOf(register.error)} />}
    </Modal>
  );
}
