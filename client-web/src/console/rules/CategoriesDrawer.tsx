import { categories, type RuleCategory } from '@red-points/shared/contracts';
import { CATEGORY_ICONS } from '@red-points/shared/domain/categories';
import { Alert, App, Button, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import styles from './CategoriesDrawer.module.css';
import form from './DraftRule.module.css';

/** 类别管理: a short list that the whole installation shares; codes stay. */
export function CategoriesDrawer({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleRules');
  const { all } = useCategories();
  const [editing, setEditing] = useState<RuleCategory | 'new'>();
  return (
    <Drawer
      open={open}
      onClose={() => {
        setEditing(undefined);
        onClose();
      }}
      size={560}
      title={t('categories.title')}
      extra={<Button onClick={() => setEditing('new')}>{t('categories.add')}</Button>}
    >
      <p className="small quiet">{t('categories.what')}</p>
      <ul className={styles.list}>
        {all.map((category) => (
          <li key={category.code}>
            <CategoryTag category={category.code} />
            <span>{`${category.titleZh} · ${category.titleEn}`}</span>
            <span className="small quiet">{category.code}</span>
            {category.active ? <span /> : <span className="small quiet">{t('categories.inactive')}</span>}
            <Button size="small" onClick={() => setEditing(category)}>
              {t('categories.change')}
            </Button>
          </li>
        ))}
      </ul>
      {editing === undefined ? null : (
        <CategoryForm
          key={editing === 'new' ? 'new' : editing.code}
          from={editing}
          nextOrder={Math.max(0, ...all.map(({ order }) => order)) + 10}
          onClose={() => setEditing(undefined)}
        />
      )}
    </Drawer>
  );
}

interface CategoryFormProps {
  from: RuleCategory | 'new';
  nextOrder: number;
  onClose: () => void;
}

function CategoryForm({ from, nextOrder, onClose }: CategoryFormProps) {
  const { t } = useTranslation(['consoleRules', 'common']);
  const { message } = App.useApp();
  const [fields] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const onDone = (): void => {
    void message.success(t('categories.done'));
    onClose();
  };
  const add = useChange(categories.add, { changes: [categories.list], onDone });
  const change = useChange(categories.change, { changes: [categories.list], onDone });
  const { formProps, showProblem, required } = useContractForm({
    form: fields,
    schema: bodyOf(categories.add),
    toBody: (values: unknown) => values,
    onValid: (body) => {
      setTrouble(undefined);
      const onError = (error: unknown): void => setTrouble(showProblem(error));
      if (from === 'new') {
        add.mutate({ body }, { onError });
        return;
      }
      const { code, ...rest } = body;
      change.mutate(
        { params: { code }, body: { ...rest, active: rest.active ?? true, version: from.version } },
        { onError },
      );
    },
  });
  useEffect(() => {
    fields.setFieldsValue(from === 'new' ? { icon: 'star', order: nextOrder, active: true } : from);
  }, [fields, from, nextOrder]);
  return (
    <section className={styles.edit}>
      <h3>{t(from === 'new' ? 'categories.add' : 'categories.change')}</h3>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} className={form.form ?? ''}>
        <Form.Item name="code" label={t('categories.code')} extra={t('categories.codeHint')} rules={[required]}>
          <Input disabled={from !== 'new'} maxLength={30} />
        </Form.Item>
        <Form.Item name="icon" label={t('categories.icon')}>
          <Select options={CATEGORY_ICONS.map((value) => ({ value, label: t(`categories.icons.${value}`) }))} />
        </Form.Item>
        <Form.Item name="titleZh" label={t('categories.titleZh')} rules={[required]}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="titleEn" label={t('categories.titleEn')} rules={[required]}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="order" label={t('categories.order')}>
          <InputNumber min={0} max={9999} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="active" label={t('categories.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
      </Form>
      <div className={form.foot}>
        <span />
        <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
        <Button type="primary" loading={add.isPending || change.isPending} onClick={() => fields.submit()}>
          {t('action.save', { ns: 'common' })}
        </Button>
      </div>
    </section>
  );
}
