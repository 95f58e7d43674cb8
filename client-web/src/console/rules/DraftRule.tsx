import {
  RULE_UNITS,
  type RuleTerms,
  type RuleTermsInput,
  type RuleVersion,
  rules,
  ruleTermsSchema,
} from '@red-points/shared/contracts';
import { PROVENANCES } from '@red-points/shared/domain/ledger';
import { EVIDENCE_KINDS, INELIGIBILITIES, RULE_SETS } from '@red-points/shared/domain/rules';
import { Alert, Button, Checkbox, DatePicker, Drawer, Form, Input, InputNumber, Segmented, Select } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { type ReactNode, useEffect, useState } from 'react';
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
import { HouseholdCapsNote } from './HouseholdCapsNote.tsx';

type ExpiryKind = NonNullable<RuleTermsInput['expiry']>['kind'];
type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
type TermsValues = Omit<Partial<RuleTermsInput>, 'validFrom' | 'validUntil' | 'expiry' | 'evidenceNeeds'> & {
  validFrom?: Dayjs | null;
  validUntil?: Dayjs | null;
  expiryKind?: ExpiryKind;
  expiryMonths?: number;
  /** Pieces wanted, by kind; none where empty. */
  evidence?: Partial<Record<EvidenceKind, number | null>>;
};
interface Values {
  code?: string;
  unitId?: string;
  terms?: TermsValues;
}

const EXPIRIES: readonly ExpiryKind[] = ['end_of_next_year', 'months', 'never'];
const PERSON_CAPS = ['perDay', 'perWeek', 'perMonth', 'perYear'] as const;
const HOUSEHOLD_CAPS = ['perEvent', ...PERSON_CAPS] as const;

/** Empty fields mean no cap. */
const emptyIsNull = (caps: Record<string, number | null | undefined> | undefined) =>
  Object.fromEntries(Object.entries(caps ?? {}).map(([period, points]) => [period, points ?? null]));

function toTerms(values: TermsValues | undefined): unknown {
  const { validFrom, validUntil, expiryKind, expiryMonths, evidence, ...rest } = values ?? {};
  return {
    ...rest,
    caps: emptyIsNull(rest.caps),
    householdCaps: emptyIsNull(rest.householdCaps),
    pointsMaxPerEvent: rest.pointsMaxPerEvent ?? null,
    evidenceNeeds: EVIDENCE_KINDS.flatMap((kind) => {
      const countMin = evidence?.[kind];
      return countMin === undefined || countMin === null || countMin === 0 ? [] : [{ kind, countMin }];
    }),
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
        ruleSet: 'ordinary',
        unit: 'hour',
        points: 2,
        coefficient: 1,
        pointsMinPerEvent: 0,
        minutesMin: 30,
        publicityDays: 5,
        notEligible: ['paid_on_duty'],
        oncePerEvent: true,
        validFrom: dayjs(businessDate()),
        expiryKind: 'end_of_next_year',
      },
    };
  }
  const { expiry, validFrom: _from, validUntil, evidenceNeeds, ...terms } = from.terms;
  return {
    code: from.code,
    unitId: from.unitId,
    terms: {
      ...terms,
      evidence: Object.fromEntries(evidenceNeeds.map(({ kind, countMin }) => [kind, countMin])),
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
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={680}
      title={t(from === 'new' ? 'draft.titleNew' : 'draft.titleNext')}
      footer={
        <div className={styles.foot}>
          <span className="small quiet">{t('draft.who')}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button type="primary" loading={draft.isPending} onClick={() => form.submit()}>
            {t('draft.save')}
          </Button>
        </div>
      }
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps}>
        <BaseFields isNew={from === 'new'} required={required} />
        <EarnFields required={required} />
        <CapFields />
        <WhoFields />
        <EvidenceFields />
        <TimeFields required={required} />
        <Form.Item noStyle shouldUpdate>
          {() => <LivePreview values={form.getFieldsValue(true) as Values} />}
        </Form.Item>
      </Form>
    </Drawer>
  );
}

type Required = ReturnType<typeof useContractForm>['required'];

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{title}</legend>
      <div className={styles.form}>{children}</div>
    </fieldset>
  );
}

function Whole(props: { max?: number; suffix?: string; value?: number | null; id?: string }) {
  return <InputNumber min={0} precision={0} style={{ width: '100%' }} {...props} />;
}

function BaseFields({ isNew, required }: { isNew: boolean; required: Required }) {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  const { options: categories } = useCategories();
  return (
    <Group title={t('group.base')}>
      <Form.Item name="code" label={t('field.code')} extra={t('draft.codeHint')} rules={[required]}>
        <Input disabled={!isNew} maxLength={6} />
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
      <Form.Item name={['terms', 'ruleSet']} label={t('set.label')} className={styles.wide ?? ''}>
        <Segmented options={RULE_SETS.map((value) => ({ value, label: t(`set.${value}`) }))} />
      </Form.Item>
    </Group>
  );
}

function EarnFields({ required }: { required: Required }) {
  const { t } = useTranslation(['consoleRules', 'ruleWords', 'common']);
  const points = t('unit.points', { ns: 'common' });
  return (
    <Group title={t('group.earns')}>
      <Form.Item name={['terms', 'unit']} label={t('field.unitOfCount')}>
        <Segmented options={RULE_UNITS.map((value) => ({ value, label: t(`per.${value}`, { ns: 'ruleWords' }) }))} />
      </Form.Item>
      <Form.Item name={['terms', 'points']} label={t('field.points', { ns: 'ruleWords' })} rules={[required]}>
        <Whole suffix={points} />
      </Form.Item>
      <Form.Item
        name={['terms', 'coefficient']}
        label={t('field.coefficient', { ns: 'ruleWords' })}
        extra={t('draft.coefficientHint')}
      >
        <InputNumber min={0.1} max={10} step={0.1} style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item name={['terms', 'minutesMin']} label={t('field.minutesMin', { ns: 'ruleWords' })}>
        <Whole max={1440} suffix={t('preview.minutes')} />
      </Form.Item>
      <Form.Item name={['terms', 'pointsMinPerEvent']} label={t('field.pointsMinPerEvent', { ns: 'ruleWords' })}>
        <Whole suffix={points} />
      </Form.Item>
      <Form.Item
        name={['terms', 'pointsMaxPerEvent']}
        label={t('field.pointsMaxPerEvent', { ns: 'ruleWords' })}
        extra={t('draft.emptyNone')}
      >
        <Whole suffix={points} />
      </Form.Item>
    </Group>
  );
}

function CapFields() {
  const { t } = useTranslation(['consoleRules', 'ruleWords', 'common']);
  const points = t('unit.points', { ns: 'common' });
  return (
    <Group title={t('group.caps')}>
      {PERSON_CAPS.map((period) => (
        <Form.Item key={period} name={['terms', 'caps', period]} label={t(`field.caps.${period}`, { ns: 'ruleWords' })}>
          <Whole suffix={points} />
        </Form.Item>
      ))}
      {HOUSEHOLD_CAPS.map((period) => (
        <Form.Item
          key={period}
          name={['terms', 'householdCaps', period]}
          label={t(`field.householdCaps.${period}`, { ns: 'ruleWords' })}
        >
          <Whole suffix={points} />
        </Form.Item>
      ))}
      <p className={`small quiet ${styles.wide ?? ''}`}>{t('draft.householdCapHint')}</p>
      <Form.Item noStyle shouldUpdate>
        {({ getFieldValue }) => {
          const householdCaps = getFieldValue(['terms', 'householdCaps']) as RuleTerms['householdCaps'] | undefined;
          return householdCaps === undefined ? null : <HouseholdCapsNote terms={[{ householdCaps }]} />;
        }}
      </Form.Item>
    </Group>
  );
}

function WhoFields() {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  return (
    <Group title={t('group.who')}>
      <Form.Item
        name={['terms', 'notEligible']}
        extra={t('draft.askedHint')}
        className={styles.wide ?? ''}
        label={t('field.notEligible', { ns: 'ruleWords' })}
      >
        <Checkbox.Group
          options={INELIGIBILITIES.map((value) => ({ value, label: t(`ineligible.${value}`, { ns: 'ruleWords' }) }))}
        />
      </Form.Item>
      <Form.Item name={['terms', 'oncePerEvent']} valuePropName="checked" className={styles.wide ?? ''}>
        <Checkbox>{t('once.yes', { ns: 'ruleWords' })}</Checkbox>
      </Form.Item>
    </Group>
  );
}

function EvidenceFields() {
  const { t } = useTranslation(['consoleRules', 'ruleWords', 'domain']);
  return (
    <Group title={t('group.evidence')}>
      <div className={`${styles.wide ?? ''} ${styles.pieces ?? ''}`}>
        {EVIDENCE_KINDS.map((kind) => (
          <Form.Item
            key={kind}
            name={['terms', 'evidence', kind]}
            label={t(`evidenceKind.${kind}`, { ns: 'ruleWords' })}
          >
            <Whole max={9} />
          </Form.Item>
        ))}
      </div>
      <Form.Item
        name={['terms', 'evidenceWanted']}
        label={t('field.evidenceWanted', { ns: 'ruleWords' })}
        className={styles.wide ?? ''}
      >
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item
        name={['terms', 'publicityDays']}
        label={t('field.publicityDays', { ns: 'ruleWords' })}
        extra={t('draft.publicityHint')}
      >
        <Whole max={30} />
      </Form.Item>
      <Form.Item
        name={['terms', 'spendableProvenances']}
        label={t('field.spendableProvenances', { ns: 'ruleWords' })}
        className={styles.wide ?? ''}
        initialValue={PROVENANCES.filter((each) => each !== 'backfilled')}
      >
        <Select
          mode="multiple"
          options={PROVENANCES.map((value) => ({ value, label: t(`provenance.${value}`, { ns: 'domain' }) }))}
        />
      </Form.Item>
    </Group>
  );
}

function TimeFields({ required }: { required: Required }) {
  const { t } = useTranslation(['consoleRules', 'ruleWords']);
  const form = Form.useFormInstance();
  return (
    <Group title={t('group.time')}>
      <Form.Item
        name={['terms', 'validFrom']}
        label={t('field.validFrom', { ns: 'ruleWords' })}
        extra={t('draft.fromHint')}
        rules={[required]}
      >
        <DatePicker style={{ width: '100%' }} />
      </Form.Item>
      <Form.Item
        name={['terms', 'validUntil']}
        label={t('field.validUntil', { ns: 'ruleWords' })}
        extra={t('draft.emptyNone')}
      >
        <DatePicker style={{ width: '100%' }} />
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
      <Form.Item
        name={['terms', 'adoptedBy']}
        label={t('field.adoptedBy', { ns: 'ruleWords' })}
        className={styles.wide ?? ''}
      >
        <Input maxLength={100} placeholder={t('draft.adoptedHint')} />
      </Form.Item>
    </Group>
  );
}

/** Asks only once the terms say enough to be priced. */
function LivePreview({ values }: { values: Values }) {
  const { t } = useTranslation('consoleRules');
  const terms = ruleTermsSchema.safeParse(toTerms({ title: '—', ...values.terms }));
  return (
    <div className={styles.wide}>
      {terms.success ? <EarnPreview terms={terms.data} /> : <p className="small quiet">{t('preview.later')}</p>}
    </div>
  );
}
