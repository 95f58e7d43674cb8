import { type Budget, budgets } from '@red-points/shared/contracts';
import {
  BUDGET_PERIOD_KINDS,
  BUDGET_POINTS_MAX,
  type BudgetPeriodKind,
  periodKindOf,
  periodsOf,
} from '@red-points/shared/domain/budgets';
import { Alert, App, Button, DatePicker, Drawer, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { businessDate } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import styles from '../rules/DraftRule.module.css';
import { useUnit } from '../unit.tsx';
import { useCategoryWords, usePeriodWords } from './words.ts';

interface Values {
  unitId?: string;
  category?: Budget['category'];
  kind?: BudgetPeriodKind;
  /** Any day of the period. */
  day?: Dayjs | null;
  unlimited?: boolean;
  points?: number | null;
  reason?: string;
}

const ISSUING = ['city', 'district', 'street', 'community'] as const;

function periodOf({ kind = 'year', day }: Values): string | undefined {
  if (day == null) return undefined;
  const periods = periodsOf(day.format('YYYY-MM'));
  return periods.find((period) => periodKindOf(period) === kind);
}

export interface SetBudgetProps {
  /** A new budget, or the one to change; closed when undefined. */
  from: Budget | 'new' | undefined;
  onClose: () => void;
  onDone: (budget: Budget) => void;
}

/** Sets or changes a budget; the reason stays with the version. */
export function SetBudget({ from, onClose, onDone }: SetBudgetProps) {
  const { t } = useTranslation(['consoleBudgets', 'common']);
  const { message } = App.useApp();
  const { unitId } = useUnit();
  const category = useCategoryWords();
  const { options: categories } = useCategories();
  const period = usePeriodWords();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const isNew = from === 'new';
  const set = useChange(budgets.set, {
    changes: [budgets.list, budgets.changes, budgets.room],
    onDone: (budget) => {
      void message.success(t('change.done'));
      onClose();
      onDone(budget);
    },
  });
  const toBody = (values: Values): unknown => ({
    ...(from === 'new' || from === undefined
      ? { unitId: values.unitId, category: values.category, period: periodOf(values), version: 0 }
      : { unitId: from.unitId, category: from.category, period: from.period, version: from.version }),
    points: values.unlimited === true ? null : values.points,
    reason: values.reason,
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(budgets.set),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      set.mutate({ body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
  useEffect(() => {
    if (from === undefined) return;
    setTrouble(undefined);
    form.resetFields();
    if (from === 'new') form.setFieldsValue({ unitId, day: dayjs(businessDate()) });
    else form.setFieldsValue({ points: from.points, unlimited: from.points === null });
  }, [from, form, unitId]);
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={520}
      title={t(isNew ? 'change.titleNew' : 'change.title')}
      footer={
        <div className={styles['foot']}>
          <span className="small quiet">{t('change.who')}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button type="primary" loading={set.isPending} onClick={() => form.submit()}>
            {t('change.save')}
          </Button>
        </div>
      }
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form
        {...formProps}
        className={styles['form'] ?? ''}
        initialValues={{ category: 'all', kind: 'quarter', unlimited: false, reason: '' }}
      >
        {isNew ? (
          <>
            <Form.Item name="unitId" label={t('column.unit')} rules={[required]} className={styles['wide'] ?? ''}>
              <UnitSelect kinds={ISSUING} />
            </Form.Item>
            <Form.Item name="category" label={t('column.category')} className={styles['wide'] ?? ''}>
              <Select options={[{ value: 'all', label: category('all') }, ...categories]} />
            </Form.Item>
            <Form.Item name="kind" label={t('field.kind')}>
              <Segmented block options={BUDGET_PERIOD_KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))} />
            </Form.Item>
            <Form.Item noStyle shouldUpdate={(before, after) => before.kind !== after.kind}>
              {() => (
                <Form.Item name="day" label={t('column.period')} rules={[required]}>
                  <DatePicker picker={form.getFieldValue('kind')} style={{ width: '100%' }} />
                </Form.Item>
              )}
            </Form.Item>
          </>
        ) : from === undefined ? null : (
          <p className={styles['wide']} style={{ marginBottom: 16 }}>
            <b>{from.unitName}</b>
            <span className="quiet">{` · ${period(from.period)} · ${category(from.category)}`}</span>
          </p>
        )}
        <Form.Item
          name="unlimited"
          label={t('field.unlimited')}
          valuePropName="checked"
          extra={t('field.unlimitedHint')}
        >
          <Switch />
        </Form.Item>
        <Form.Item noStyle shouldUpdate={(before, after) => before.unlimited !== after.unlimited}>
          {() =>
            form.getFieldValue('unlimited') === true ? null : (
              <Form.Item name="points" label={t('column.points')} rules={[required]}>
                <InputNumber
                  min={0}
                  max={BUDGET_POINTS_MAX}
                  precision={0}
                  suffix={t('unit.points', { ns: 'common' })}
                  style={{ width: '100%' }}
                />
              </Form.Item>
            )
          }
        </Form.Item>
        <Form.Item name="reason" label={t('field.reason')} rules={[required]} className={styles['wide'] ?? ''}>
          <Input.TextArea rows={3} maxLength={300} showCount placeholder={t('field.reasonHint')} />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
