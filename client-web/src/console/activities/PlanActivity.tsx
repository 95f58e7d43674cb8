import { type Activity, activities, activitySeries, rules } from '@red-points/shared/contracts';
import { paysByCase } from '@red-points/shared/domain/mediation';
import { Alert, App, Button, DatePicker, Drawer, Form, Input, InputNumber, Select, Switch } from 'antd';
import type { Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useMoneyMutation, useRead } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { withNote } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import styles from '../rules/DraftRule.module.css';
import { EarnPreview } from '../rules/EarnPreview.tsx';
import { useEarnsWords } from '../rules/words.ts';
import { useUnit } from '../unit.tsx';
import { fromInstant, PlanSignUp, type SignUpValues, signUpBody, signUpValues, toInstant } from './PlanSignUp.tsx';
import { repeatsOf, SeriesFields, type SeriesValues } from './SeriesFields.tsx';

interface Values extends SignUpValues, SeriesValues {
  title?: string;
  category?: string;
  unitId?: string;
  ruleCode?: string;
  place?: string;
  period?: [Dayjs | null, Dayjs | null] | null;
  capacity?: number;
  pointsPlanned?: number | null;
  stayMinutesMin?: number;
  signUpNeeded?: boolean;
  description?: string;
}

function toBody({
  period,
  window,
  waitingMax,
  sharedWith,
  repeated: _repeated,
  weekdays: _weekdays,
  everyWeeks: _everyWeeks,
  until: _until,
  skip: _skip,
  ...values
}: Values): unknown {
  return {
    ...values,
    ...signUpBody({ window: window ?? null, waitingMax: waitingMax ?? null, sharedWith: sharedWith ?? [] }),
    pointsPlanned: values.pointsPlanned ?? null,
    startsAt: toInstant(period?.[0]),
    endsAt: toInstant(period?.[1]),
  };
}

function minutesOf(period: Values['period']): number | undefined {
  const [from, until] = period ?? [];
  if (from == null || until == null) return undefined;
  const minutes = until.diff(from, 'minute');
  return minutes > 0 && minutes <= 1440 ? minutes : undefined;
}

export interface PlanActivityProps {
  /** A new plan, or the draft to change; closed when undefined. */
  from: Activity | 'new' | undefined;
  onClose: () => void;
  onDone: (activityId: string) => void;
}

/** Plans an activity: by which rule, when, where, for how many; the preview says what one person would earn. */
export function PlanActivity({ from, onClose, onDone }: PlanActivityProps) {
  const { t } = useTranslation(['consoleActivities', 'consoleActivityLife', 'consoleBudgets', 'domain', 'common']);
  const { options: categories } = useCategories();
  const { unitId, unit } = useUnit();
  const [form] = Form.useForm();
  const { message } = App.useApp();
  const [trouble, setTrouble] = useState<string>();
  const saved = (activity: Activity): void => {
    onClose();
    onDone(activity.activityId);
  };
  const changes = [activities.list, activities.get];
  const plan = useChange(activities.plan, { changes, onDone: saved });
  const change = useChange(activities.change, { changes, onDone: saved });
  const series = useMoneyMutation(activitySeries.plan, {
    changes,
    onDone: ({ occasions }) => {
      void message.success(t('series.planned', { ns: 'consoleActivityLife', count: occasions.length }));
      onClose();
      if (occasions[0] !== undefined) onDone(occasions[0].activityId);
    },
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(activities.plan),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      const onError = (error: unknown): void => setTrouble(showProblem(error));
      const repeats = repeatsOf(form.getFieldsValue(true) as Values);
      if (from === 'new' || from === undefined) {
        if (repeats === null) plan.mutate({ body }, { onError });
        else series.start({ body: { ...body, repeats } });
      } else
        change.mutate(
          { params: { activityId: from.activityId }, body: { ...body, version: from.version } },
          { onError },
        );
    },
  });
  useEffect(() => {
    if (from === undefined) return;
    setTrouble(undefined);
    form.resetFields();
    if (from === 'new') {
      form.setFieldsValue({ unitId: unit?.kind === 'community' || unit?.kind === 'grid' ? unitId : undefined });
      return;
    }
    const { title, category, ruleCode, place, capacity, pointsPlanned, stayMinutesMin, signUpNeeded, description } =
      from;
    form.setFieldsValue({
      title,
      category,
      unitId: from.unitId,
      ruleCode,
      place,
      capacity,
      pointsPlanned,
      stayMinutesMin,
      signUpNeeded,
      description,
      ...signUpValues(from),
      period: [fromInstant(from.startsAt), fromInstant(from.endsAt)],
    });
  }, [from, form, unitId, unit?.kind]);
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={680}
      title={t(from === 'new' ? 'plan.titleNew' : 'plan.titleChange')}
      footer={
        <div className={styles['foot']}>
          <span className="small quiet">{t('plan.next')}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button
            type="primary"
            loading={plan.isPending || change.isPending || series.sending}
            onClick={() => form.submit()}
          >
            {t('plan.save')}
          </Button>
        </div>
      }
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form
        {...formProps}
        className={styles['form'] ?? ''}
        initialValues={{
          category: 'volunteering',
          capacity: 30,
          stayMinutesMin: 30,
          signUpNeeded: false,
          waitingMax: 20,
          sharedWith: [],
          description: '',
        }}
      >
        <Form.Item name="title" label={t('field.title')} rules={[required]} className={styles['wide'] ?? ''}>
          <Input maxLength={50} placeholder={t('plan.titleHint')} />
        </Form.Item>
        <Form.Item name="category" label={t('column.category')}>
          <Select options={categories} />
        </Form.Item>
        <Form.Item
          noStyle
          shouldUpdate={(before, after) => before.category !== after.category || before.unitId !== after.unitId}
        >
          {() => (
            <Form.Item name="ruleCode" label={t('field.rule')} rules={[required]}>
              <RuleSelect category={form.getFieldValue('category')} unitId={form.getFieldValue('unitId') ?? unitId} />
            </Form.Item>
          )}
        </Form.Item>
        <Form.Item name="unitId" label={t('field.unit')} rules={[required]}>
          <UnitSelect kinds={PLACES} />
        </Form.Item>
        <Form.Item name="place" label={t('field.place')} rules={[required]}>
          <Input maxLength={100} />
        </Form.Item>
        <Form.Item name="period" label={t('field.period')} rules={[required]} className={styles['wide'] ?? ''}>
          <DatePicker.RangePicker
            showTime={{ format: 'HH:mm', minuteStep: 5 }}
            format="YYYY-MM-DD HH:mm"
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item name="capacity" label={t('field.capacity')} rules={[required]}>
          <InputNumber
            min={1}
            max={10_000}
            precision={0}
            suffix={t('unit.people', { ns: 'common' })}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item name="stayMinutesMin" label={t('field.stay')}>
          <InputNumber
            min={0}
            max={720}
            precision={0}
            suffix={t('unit.minutes', { ns: 'common' })}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Form.Item
          name="pointsPlanned"
          label={t('plan.field', { ns: 'consoleBudgets' })}
          extra={t('plan.fieldHint', { ns: 'consoleBudgets' })}
        >
          <InputNumber min={0} precision={0} suffix={t('unit.points', { ns: 'common' })} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="signUpNeeded" label={t('field.signUp')} valuePropName="checked">
          <Switch />
        </Form.Item>
        {from === 'new' ? <SeriesFields /> : null}
        <PlanSignUp />
        <Form.Item name="description" label={t('field.description')} className={styles['wide'] ?? ''}>
          <Input.TextArea rows={3} maxLength={1000} showCount />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() => <Preview values={form.getFieldsValue(true) as Values} />}
        </Form.Item>
      </Form>
    </Drawer>
  );
}

const PLACES = ['community', 'grid'] as const;

function Preview({ values }: { values: Values }) {
  const { t } = useTranslation('consoleActivities');
  const minutes = minutesOf(values.period);
  return (
    <div className={styles['wide']}>
      {values.ruleCode === undefined || minutes === undefined ? (
        <p className="small quiet" style={{ marginTop: 12 }}>
          {t('plan.previewLater')}
        </p>
      ) : (
        <EarnPreview code={values.ruleCode} minutes={minutes} />
      )}
    </div>
  );
}

interface RuleSelectProps {
  value?: string;
  onChange?: (code: string) => void;
  id?: string;
  category: Values['category'];
  unitId: string;
  /** Offers those too that pay for a case of mediation as a whole: where one is filed. */
  byCase?: boolean;
}

/** The rules in force in the unit for a category; the one that is chosen already stays, whatever it pays for. */
export function RuleSelect({ value, onChange, id, category, unitId, byCase = false }: RuleSelectProps) {
  const { t } = useTranslation('consoleActivities');
  const earns = useEarnsWords();
  const read = useRead(
    rules.list,
    { query: { unitId, state: 'published', ...(category === undefined ? {} : { category }) } },
    { enabled: unitId !== '' },
  );
  const items = (read.data?.items ?? []).filter(({ code, terms }) => byCase || code === value || !paysByCase(terms));
  return (
    <Select
      {...(id === undefined ? {} : { id })}
      value={value ?? null}
      onChange={(code) => code !== null && onChange?.(code)}
      loading={read.isPending}
      showSearch={{ optionFilterProp: 'label' }}
      placeholder={t('plan.chooseRule')}
      options={items.map((rule) => ({
        value: rule.code,
        label: withNote(`${rule.code} ${rule.terms.title}`, earns(rule.terms)),
      }))}
    />
  );
}
