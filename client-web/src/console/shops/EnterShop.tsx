import { SHOP_KINDS, shops } from '@red-points/shared/contracts';
import { Alert, Button, Form, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../../api/index.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import { useUnit } from '../unit.tsx';

const HOME_KINDS = ['community', 'grid'] as const;

export interface EnterShopProps {
  open: boolean;
  onClose: () => void;
  onEntered: (shopId: string) => void;
}

/** Enters a partner shop; somebody else approves it. */
export function EnterShop({ open, onClose, onEntered }: EnterShopProps) {
  const { t } = useTranslation(['consoleShops', 'consoleShopWork', 'common']);
  const { unit, unitId } = useUnit();
  const found =
    useRead(shops.list, { query: { unitId, limit: 200 } }, { enabled: open && unitId !== '' }).data?.items ?? [];
  const mainShops = found.flatMap(({ shopId, name, parentId, state }) =>
    parentId === null && state !== 'closed' ? [{ value: shopId, label: name }] : [],
  );
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const create = useChange(shops.create, {
    changes: [shops.list],
    onDone: (shop) => {
      form.resetFields();
      onEntered(shop.shopId);
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(shops.create),
    onValid: (body) => {
      setTrouble(undefined);
      create.mutate({ body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
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
        <Button key="save" type="primary" loading={create.isPending} onClick={() => form.submit()}>
          {t('enter.verb')}
        </Button>,
      ]}
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('enter.what')}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form
        {...formProps}
        initialValues={{
          kind: 'store',
          address: '',
          unitId: unit?.kind === 'community' || unit?.kind === 'grid' ? unitId : undefined,
        }}
      >
        <Form.Item name="name" label={t('enter.name')} rules={[required]}>
          <Input maxLength={50} autoFocus />
        </Form.Item>
        <Form.Item name="kind" label={t('enter.kind')}>
          <Select options={SHOP_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="unitId" label={t('column.unit')} rules={[required]}>
          <UnitSelect kinds={HOME_KINDS} />
        </Form.Item>
        <Form.Item name="address" label={t('enter.address')}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item
          name="parentId"
          label={t('branch.parent', { ns: 'consoleShopWork' })}
          extra={t('branch.parentHint', { ns: 'consoleShopWork' })}
        >
          <Select allowClear showSearch={{ optionFilterProp: 'label' }} options={mainShops} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
