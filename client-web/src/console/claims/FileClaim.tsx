import { type Claim, claims, reports, reviews, rules } from '@red-points/shared/contracts';
import { Alert, App, Button, DatePicker, Drawer, Form, Input, InputNumber, Select, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { RuleSelect } from '../activities/PlanActivity.tsx';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import { DeclaredAnswers } from '../rules/DeclaredAnswers.tsx';
import styles from '../rules/DraftRule.module.css';
import { EarnPreview } from '../rules/EarnPreview.tsx';
import { useUnit } from '../unit.tsx';
import { EvidenceUpload } from './EvidenceUpload.tsx';

interface Values {
  personId?: string;
  ruleCode?: string;
  occurredOn?: Dayjs | null;
  startTime?: Dayjs | null;
  hours?: number | null;
  activityId?: string | null;
  description?: string;
  evidenceIds?: string[];
  declarations?: Claim['declarations'];
}

const minutesOf = (hours: number | null | undefined): number | undefined =>
  hours == null ? undefined : Math.round(hours * 60);

function toBody({ occurredOn, startTime, hours, ...values }: Values): unknown {
  return {
    ...values,
    evidenceIds: values.evidenceIds ?? [],
    occurredOn: occurredOn?.format('YYYY-MM-DD'),
    startTime: startTime?.format('HH:mm') ?? null,
    activityId: values.activityId ?? null,
    minutes: minutesOf(hours),
  };
}

export interface FileClaimProps {
  /** A new claim, or the returned one to correct; closed when undefined. */
  from: Claim | 'new' | undefined;
  onClose: () => void;
  /** Files a case of mediation instead: rules that pay for one as a whole are not offered here. */
  onMediate: () => void;
}

/** An officer files a claim for a resident; both are recorded, and somebody else reviews it. */
export function FileClaim({ from, onClose, onMediate }: FileClaimProps) {
  const { t } = useTranslation(['consoleOversight', 'claimForm', 'common']);
  const { message } = App.useApp();
  const { unitId } = useUnit();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const scheme = useRead(rules.list, { query: { unitId, state: 'published' } }, { enabled: unitId !== '' });
  const termsOf = (code: string | undefined) => scheme.data?.items.find((rule) => rule.code === code)?.terms;
  const changes = [claims.list, reviews.list, reports.tasks];
  const done = (): void => {
    void message.success(t('claims.done'));
    onClose();
  };
  const file = useMoneyMutation(claims.file, {
    changes,
    onDone: done,
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const resubmit = useChange(claims.resubmit, { changes, onDone: done });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(claims.file),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      if (from === 'new' || from === undefined) {
        file.start({ body });
        return;
      }
      const { personId: _personId, ...fields } = body;
      resubmit.mutate(
        { params: { claimId: from.claimId }, body: { ...fields, version: from.version } },
        { onError: (error) => setTrouble(showProblem(error)) },
      );
    },
  });
  useEffect(() => {
    if (from === undefined) return;
    setTrouble(undefined);
    form.resetFields();
    if (from === 'new') {
      form.setFieldsValue({ occurredOn: dayjs(businessDate()), hours: 1 });
      return;
    }
    const { personId, ruleCode, description, evidenceIds, declarations, activityId } = from;
    form.setFieldsValue({
      personId,
      ruleCode,
      description,
      evidenceIds,
      declarations,
      activityId,
      startTime: from.startTime === null ? null : dayjs(`2000-01-01T${from.startTime}`),
      occurredOn: dayjs(from.occurredOn),
      hours: from.minutes / 60,
    });
  }, [from, form]);
  const correcting = from !== 'new' && from !== undefined;
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={560}
      title={t(correcting ? 'claims.correct' : 'claims.verb')}
      footer={
        <div className={styles.foot}>
          <span className="small quiet">{t('claims.who')}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button type="primary" loading={file.sending || resubmit.isPending} onClick={() => form.submit()}>
            {t('claims.submit')}
          </Button>
        </div>
      }
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps}>
        {correcting ? (
          <Form.Item label={t('claims.person')}>
            <b>{from.maskedName}</b> <span className="quiet">{from.unitName}</span>
          </Form.Item>
        ) : null}
        <Form.Item name="personId" label={t('claims.person')} rules={[required]} hidden={correcting}>
          <PersonPicker />
        </Form.Item>
        <Form.Item
          name="ruleCode"
          label={t('claims.rule')}
          rules={[required]}
          extra={
            correcting ? undefined : (
              <>
                {t('mediation.elsewhere', { ns: 'claimForm' })}
                <Button type="link" size="small" onClick={onMediate}>
                  {t('mediation.verb', { ns: 'claimForm' })}
                </Button>
              </>
            )
          }
        >
          <RuleSelect category={undefined} unitId={unitId} />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() => <DeclaredAnswers terms={termsOf((form.getFieldsValue(true) as Values).ruleCode)} />}
        </Form.Item>
        <Form.Item name="occurredOn" label={t('claims.when')} rules={[required]}>
          <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') > businessDate()} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="startTime"
          label={t('startTime', { ns: 'claimForm' })}
          extra={t('startTimeHint', { ns: 'claimForm' })}
        >
          <TimePicker format="HH:mm" minuteStep={5} needConfirm={false} style={{ width: 160 }} />
        </Form.Item>
        <Form.Item name="hours" label={t('claims.hours')} rules={[required]}>
          <InputNumber
            min={0}
            max={24}
            step={0.5}
            precision={2}
            suffix={t('unit.hours', { ns: 'common' })}
            style={{ width: 160 }}
          />
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() => <Preview values={form.getFieldsValue(true) as Values} />}
        </Form.Item>
        <Form.Item noStyle shouldUpdate>
          {() => <ActivityItem values={form.getFieldsValue(true) as Values} />}
        </Form.Item>
        <Form.Item
          name="description"
          label={t('claims.description')}
          extra={t('claims.descriptionHint')}
          rules={[required]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <Form.Item name="evidenceIds" label={t('claims.evidence')} extra={t('claims.evidenceHint')}>
          <EvidenceUpload />
        </Form.Item>
      </Form>
    </Drawer>
  );
}

/** The activity of that day which the claim is about; not shown where there was none. */
function ActivityItem({ values }: { values: Values }) {
  const { t } = useTranslation('claimForm');
  const { personId, occurredOn } = values;
  const query = { date: occurredOn?.format('YYYY-MM-DD') ?? '', ...(personId === undefined ? {} : { personId }) };
  const found = useRead(claims.activitiesOn, { query }, { enabled: occurredOn != null && personId !== undefined });
  const items = found.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Form.Item name="activityId" label={t('activity')}>
      <Select
        allowClear
        placeholder={t('noActivity')}
        options={items.map(({ activityId, title, place }) => ({ value: activityId, label: `${title} · ${place}` }))}
      />
    </Form.Item>
  );
}

function Preview({ values }: { values: Values }) {
  const minutes = minutesOf(values.hours);
  if (values.ruleCode === undefined || minutes === undefined) return null;
  return (
    <EarnPreview
      code={values.ruleCode}
      minutes={minutes}
      provenance="claimed"
      {...(values.personId === undefined ? {} : { personId: values.personId })}
      {...(values.occurredOn ? { date: values.occurredOn.format('YYYY-MM-DD') } : {})}
    />
  );
}
