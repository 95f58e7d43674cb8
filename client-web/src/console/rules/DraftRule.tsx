import { RULE_UNITS, type RuleTerms, type RuleVersion, rules, ruleTermsSchema } from '@red-points/shared/contracts';
import { Alert, Button, DatePicker, Drawer, Form, Input, InputNumber, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { businessDate } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { UnitSelect } from '../parts/UnitSelect.tsx';
import { useUnit } from '../unit.tsx';
import styles from './DraftRule.module.css';
import { EarnPreview } from './EarnPreview.tsx';

type ExpiryKind = RuleTerms['expiry']['kind'];
type TermsValues = Omit<Partial<RuleTerms>, 'validFrom' | 'validUntil' | 'expiry'> & {
  validFrom?: Dayjs | null;
  validUntil?: Dayjs | null;
  expiryKind?: ExpiryKind;
  expiryMonths?: number;
};
interface Values {
  code?: string;
  unitId?: string;
  terms?: TermsValues;
}

const CAP_PERIODS = ['perDay', 'perMonth', 'perYear'] as const satisfies readonly (keyof RuleTerms['householdCaps'])[];
const EXPIRIES: readonly ExpiryKind[] = ['end_of_next_year', 'months', 'never'];

function toTerms(values: TermsValues | undefined): unknown {
  const { validFrom, validUntil, expiryKind, expiryMonths, ...rest } = values ?? {};
  return {
    ...rest,
    pointsMaxPerEvent: rest.pointsMaxPerEvent ?? null,
    validFrom: validFrom?.format('YYYY-MM-DD'),
    validUntil: validUntil?.format('YYYY-MM-DD') ?? null,
    expiry:
      expiryKind === 'months' ? { kind: 'months', months: expiryMonths } : { kind: expiryKind ?? 'end_of_next_year' },
  };
}

const toBody = (values: Values): unknown => ({
  code: values.code,
  unitId: values.unitId,
  terms: toTerms(values.terms),
});

function startValues(from: RuleVersion | 'new', unitId: string): Values {
  if (from === 'new') {
    return {
      unitId,
      terms: {
        category: 'volunteering',
        unit: 'hour',
        points: 2,
        coefficient: 1,
        pointsMinPerEvent: 0,
        minutesMin: 30,
        publicityDays: 5,
        validFrom: dayjs(businessDate()),
        expiryKind: 'end_of_next_year',
      },
    };
  }
  const { expiry, validFrom: _from, validUntil, ...terms } = from.terms;
  return {
    code: from.code,
    unitId: from.unitId,
    terms: {
      ...terms,
      validFrom: dayjs(businessDate()),
      validUntil: validUntil === null ? null : dayjs(validUntil),
      expiryKind: expiry.kind,
      ...(expiry.kind === 'months' ? { expiryMonths: expiry.months } : {}),
    },
  };
}

export interface DraftRuleProps {
  /** A new rule, or the next version of this one; closed when undefined. */
  from: RuleVersion | 'new' | undefined;
  onClose: () => void;
  onDone: (code: string) => void;
}

/** Writes a rule down as a draft; somebody else publishes it. The preview answers while one types. */
export function DraftRule({ from, onClose, onDone }: DraftRuleProps) {
  const { t } = useTranslation(['consoleRules', 'domain', 'common']);
  const { unitId } = useUnit();
  const { options: categories } = useCategories();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const draft = useChange(rules.draft, {
    changes: [rules.list, rules.versions],
    onDone: (rule) => {
      onClose();
      onDone(rule.code);
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(rules.draft),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      draft.mutate({ body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
  useEffect(() => {
    if (from === undefined) return;
    setTrouble(undefined);
    form.resetFields();
    form.setFieldsValue(startValues(from, unitId));
  }, [from, form, unitId]);
  const whole = (props: { max?: number; suffix?: string } = {}) => (
    <InputNumber min={0} precision={0} style={{ width: '100%' }} {...props} />
  );
  const pointsWord = t('unit.points', { ns: 'common' });
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={680}
      title={t(from === 'new' ? 'draft.titleNew' : 'draft.titleNext')}
      footer={
        <div className={styles['foot']}>
          <span className="small quiet">{t('draft.who')}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button type="primary" loading={draft.isPending} onClick={() => form.submit()}>
            {t('draft.save')}
          </Button>
        </div>
      }
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} className={styles['form'] ?? ''}>
        <Form.Item name="code" label={t('field.code')} extra={t('draft.codeHint')} rules={[required]}>
          <Input disabled={from !== 'new'} maxLength={6} />
        </Form.Item>
        <Form.Item name={['terms', 'title']} label={t('field.title')} rules={[required]}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name={['terms', 'category']} label={t('column.category')}>
          <Select options={categories} />
        </Form.Item>
        <Form.Item name="unitId" label={t('field.unit')} rules={[required]}>
          <UnitSelect />
        </Form.Item>
        <Form.Item name={['terms', 'unit']} label={t('field.unitOfCount')}>
          <Segmented options={RULE_UNITS.map((value) => ({ value, label: t(`per.${value}`) }))} />
        </Form.Item>
        <Form.Item name={['terms', 'points']} label={t('field.points')} rules={[required]}>
          {whole({ suffix: pointsWord })}
        </Form.Item>
        <Form.Item name={['terms', 'coefficient']} label={t('field.coefficient')} extra={t('draft.coefficientHint')}>
          <InputNumber min={0.1} max={10} step={0.1} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name={['terms', 'minutesMin']} label={t('field.minutesMin')}>
          {whole({ max: 1440, suffix: t('preview.minutes') })}
        </Form.Item>
        <Form.Item name={['terms', 'pointsMinPerEvent']} label={t('field.minPerEvent')}>
          {whole({ suffix: pointsWord })}
        </Form.Item>
        <Form.Item name={['terms', 'pointsMaxPerEvent']} label={t('field.maxPerEvent')} extra={t('draft.emptyNone')}>
          {whole({ suffix: pointsWord })}
        </Form.Item>
        <Form.Item name={['terms', 'caps', 'perDay']} label={t('field.capDay')}>
          {whole({ suffix: pointsWord })}
        </Form.Item>
        <Form.Item name={['terms', 'caps', 'perMonth']} label={t('field.capMonth')}>
          {whole({ suffix: pointsWord })}
        </Form.Item>
        <Form.Item name={['terms', 'caps', 'perYear']} label={t('field.capYear')}>
          {whole({ suffix: pointsWord })}
        </Form.Item>
        {CAP_PERIODS.map((period) => (
          <Form.Item
            key={period}
            name={['terms', 'householdCaps', period]}
            label={t(`field.householdCap.${period}`)}
            extra={t('draft.householdCapHint')}
          >
            {whole({ suffix: pointsWord })}
          </Form.Item>
        ))}
        <Form.Item name={['terms', 'publicityDays']} label={t('field.publicity')} extra={t('draft.publicityHint')}>
          {whole({ max: 30 })}
        </Form.Item>
        <Form.Item name={['terms', 'expiryKind']} label={t('field.expiry')}>
          <Select options={EXPIRIES.map((value) => ({ value, label: t(`expiryKind.${value}`) }))} />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() =>
            (form.getFieldValue(['terms', 'expiryKind']) as ExpiryKind | undefined) === 'months' ? (
              <Form.Item name={['terms', 'expiryMonths']} label={t('field.months')} rules={[required]}>
                <InputNumber min={1} max={120} precision={0} style={{ width: '100%' }} />
              </Form.Item>
            ) : null
          }
        </Form.Item>
        <Form.Item name={['terms', 'validFrom']} label={t('field.validFrom')} rules={[required]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name={['terms', 'validUntil']} label={t('field.validUntil')} extra={t('draft.emptyNone')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name={['terms', 'evidenceWanted']} label={t('field.evidence')} className={styles['wide'] ?? ''}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name={['terms', 'adoptedBy']} label={t('field.adoptedBy')} className={styles['wide'] ?? ''}>
          <Input maxLength={100} placeholder={t('draft.adoptedHint')} />
        </Form.Item>
        <Form.Item name={['terms', 'spendableProvenances']} hidden>
          <Select mode="multiple" />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() => <LivePreview values={form.getFieldsValue(true) as Values} />}
        </Form.Item>
      </Form>
    </Drawer>
  );
}

/** Asks only once the terms say enough to be priced. */
function LivePreview({ values }: { values: Values }) {
  const { t } = useTranslation('consoleRules');
  const terms = ruleTermsSchema.safeParse(toTerms({ title: '—', ...values.terms }));
  return (
    <div className={styles['wide']}>
      {terms.success ? <EarnPreview terms={terms.data} /> : <p className="small quiet">{t('preview.later')}</p>}
    </div>
  );
}
