import { type Claim, claims, mediation, reports, reviews, rules } from '@red-points/shared/contracts';
import { MEDIATION_CATEGORY, MEDIATION_OUTCOMES, MEDIATORS_MAX } from '@red-points/shared/domain/mediation';
import { Alert, App, Button, DatePicker, Drawer, Form, Input, InputNumber, Radio, Skeleton, TimePicker } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { useReturnedCase } from '../../features/claims/use-returned-case.ts';
import { RuleSelect } from '../activities/PlanActivity.tsx';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import { PersonPicker } from '../parts/PersonPicker.tsx';
import { DeclaredAnswers } from '../rules/DeclaredAnswers.tsx';
import styles from '../rules/DraftRule.module.css';
import { useUnit } from '../unit.tsx';
import { EvidenceUpload } from './EvidenceUpload.tsx';

interface Values {
  mediators?: { personId?: string; declarations?: Claim['declarations'] }[];
  ruleCode?: string;
  occurredOn?: Dayjs | null;
  startTime?: Dayjs | null;
  hours?: number | null;
  description?: string;
  evidenceIds?: string[];
  outcome?: string;
  sealed?: { parties?: { name?: string; contact?: string }[]; dispute?: string };
}

const PARTIES_MAX = 6;

function toBody({ occurredOn, startTime, hours, ...values }: Values): unknown {
  return {
    ...values,
    evidenceIds: values.evidenceIds ?? [],
    occurredOn: occurredOn?.format('YYYY-MM-DD'),
    startTime: startTime?.format('HH:mm') ?? null,
    minutes: hours == null ? 0 : Math.round(hours * 60),
  };
}

export interface FileCaseProps {
  /** A new case, or a claim of the returned one to correct; closed when undefined. */
  from: Claim | 'new' | undefined;
  onClose: () => void;
}

/** An officer files one case for its mediators, who share exactly what it earns; the parties are sealed. */
export function FileCase({ from, onClose }: FileCaseProps) {
  const { t } = useTranslation(['consoleOversight', 'claimForm']);
  const claim = from === 'new' ? undefined : from;
  const returned = useReturnedCase(claim?.caseId ?? null);
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={600}
      title={t(claim === undefined ? 'mediation.verb' : 'mediation.correct', { ns: 'claimForm' })}
      destroyOnHidden
    >
      {claim !== undefined && returned.isPending ? (
        <Skeleton active paragraph={{ rows: 10 }} />
      ) : (
        <CaseForm key={claim?.claimId ?? 'new'} claim={claim} returned={returned.found} onClose={onClose} />
      )}
    </Drawer>
  );
}

interface CaseFormProps {
  claim: Claim | undefined;
  returned: ReturnType<typeof useReturnedCase>['found'];
  onClose: () => void;
}

function CaseForm({ claim, returned, onClose }: CaseFormProps) {
  const { t } = useTranslation(['claimForm', 'consoleOversight', 'common']);
  const { message } = App.useApp();
  const { unitId } = useUnit();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const scheme = useRead(rules.list, { query: { unitId, state: 'published' } }, { enabled: unitId !== '' });
  const termsOf = (code: string | undefined) => scheme.data?.items.find((rule) => rule.code === code)?.terms;
  const changes = [claims.list, reviews.list, reports.tasks, mediation.get, mediation.visits];
  const done = (): void => {
    void message.success(t('claims.done', { ns: 'consoleOversight' }));
    onClose();
  };
  const onRefused = (error: unknown): void => setTrouble(showProblem(error));
  const file = useMoneyMutation(mediation.file, { changes, onDone: done, onRefused });
  const refile = useChange(mediation.refile, { changes, onDone: done });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(mediation.file),
    toBody,
    onValid: (body) => {
      setTrouble(undefined);
      if (returned === undefined) file.start({ body });
      else {
        const { caseId, version } = returned.record;
        refile.mutate({ params: { caseId }, body: { ...body, version } }, { onError: onRefused });
      }
    },
  });
  useEffect(() => form.setFieldsValue(startOf(claim, returned)), [claim, returned, form]);
  return (
    <>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps}>
        <Form.Item name="ruleCode" label={t('claims.rule', { ns: 'consoleOversight' })} rules={[required]}>
          <RuleSelect category={MEDIATION_CATEGORY} unitId={unitId} byCase />
        </Form.Item>
        <Form.Item label={t('mediation.mediators')} extra={t('mediation.sharedHint')}>
          <Form.List name="mediators">
            {(fields, { add, remove }) => (
              <>
                {fields.map((field) => (
                  <div key={field.key} className="card" style={{ padding: 12, marginBottom: 8 }}>
                    <Form.Item name={[field.name, 'personId']} rules={[required]} style={{ marginBottom: 8 }}>
                      <PersonPicker {...(returned === undefined ? {} : { known: returned.record.mediators })} />
                    </Form.Item>
                    <Form.Item noStyle shouldUpdate>
                      {() => (
                        <DeclaredAnswers
                          terms={termsOf((form.getFieldsValue(true) as Values).ruleCode)}
                          at={[field.name]}
                        />
                      )}
                    </Form.Item>
                    {fields.length > 1 ? (
                      <Button size="small" type="text" onClick={() => remove(field.name)}>
                        {t('mediation.removeMediator')}
                      </Button>
                    ) : null}
                  </div>
                ))}
                {fields.length < MEDIATORS_MAX ? (
                  <Button onClick={() => add({})}>{t('mediation.addMediator')}</Button>
                ) : null}
              </>
            )}
          </Form.List>
        </Form.Item>
        <Form.Item name="occurredOn" label={t('claims.when', { ns: 'consoleOversight' })} rules={[required]}>
          <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') > businessDate()} style={{ width: '100%' }} />
        </Form.Item>
        <div style={{ display: 'flex', gap: 16 }}>
          <Form.Item name="startTime" label={t('startTime')}>
            <TimePicker format="HH:mm" minuteStep={5} needConfirm={false} />
          </Form.Item>
          <Form.Item name="hours" label={t('claims.hours', { ns: 'consoleOversight' })}>
            <InputNumber
              min={0}
              max={24}
              step={0.5}
              suffix={t('unit.hours', { ns: 'common' })}
              style={{ width: 160 }}
            />
          </Form.Item>
        </div>
        <Form.Item name="outcome" label={t('mediation.outcome')} rules={[required]}>
          <Radio.Group
            options={MEDIATION_OUTCOMES.map((value) => ({ value, label: t(`mediation.outcomeOf.${value}`) }))}
          />
        </Form.Item>
        <Form.Item
          name="description"
          label={t('claims.description', { ns: 'consoleOversight' })}
          extra={t('mediation.noNames')}
          rules={[required]}
        >
          <Input.TextArea rows={3} maxLength={500} showCount />
        </Form.Item>
        <Form.Item label={t('mediation.parties')} extra={t('mediation.sealed')}>
          <Form.List name={['sealed', 'parties']}>
            {(fields, { add, remove }) => (
              <>
                {fields.map((field, index) => (
                  <div key={field.key} style={{ display: 'flex', gap: 8 }}>
                    <Form.Item name={[field.name, 'name']} rules={[required]} style={{ flex: 1, marginBottom: 8 }}>
                      <Input
                        maxLength={50}
                        autoComplete="off"
                        placeholder={t('mediation.partyName', { number: index + 1 })}
                        aria-label={t('mediation.partyName', { number: index + 1 })}
                      />
                    </Form.Item>
                    <Form.Item name={[field.name, 'contact']} style={{ flex: 1, marginBottom: 8 }}>
                      <Input
                        maxLength={100}
                        autoComplete="off"
                        placeholder={t('mediation.partyContact')}
                        aria-label={t('mediation.partyContact')}
                      />
                    </Form.Item>
                    {fields.length > 1 ? (
                      <Button type="text" onClick={() => remove(field.name)}>
                        {t('mediation.removeParty')}
                      </Button>
                    ) : null}
                  </div>
                ))}
                {fields.length < PARTIES_MAX ? (
                  <Button onClick={() => add({})}>{t('mediation.addParty')}</Button>
                ) : null}
              </>
            )}
          </Form.List>
        </Form.Item>
        <Form.Item name={['sealed', 'dispute']} label={t('mediation.dispute')}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
        <Form.Item name="evidenceIds" label={t('files')} extra={t('filesHint')}>
          <EvidenceUpload />
        </Form.Item>
        <div className={styles.foot}>
          <span className="small quiet">{t('claims.who', { ns: 'consoleOversight' })}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button type="primary" loading={file.sending || refile.isPending} onClick={() => form.submit()}>
            {t('claims.submit', { ns: 'consoleOversight' })}
          </Button>
        </div>
      </Form>
    </>
  );
}

/** What the form starts with: nothing but today, or the returned case with its parties. */
function startOf(claim: Claim | undefined, returned: CaseFormProps['returned']): Values {
  if (claim === undefined || returned === undefined) {
    return { mediators: [{}], occurredOn: dayjs(businessDate()), hours: 1, sealed: { parties: [{}] } };
  }
  const { ruleCode, description, evidenceIds } = claim;
  const answersOf = new Map(returned.sealed.declared.map((each) => [each.personId, each.declarations]));
  return {
    ruleCode,
    description,
    evidenceIds: [...evidenceIds],
    mediators: returned.record.mediators.map(({ personId }) => ({
      personId,
      declarations: answersOf.get(personId) ?? {},
    })),
    occurredOn: dayjs(claim.occurredOn),
    startTime: claim.startTime === null ? null : dayjs(`2000-01-01T${claim.startTime}`),
    hours: claim.minutes / 60,
    outcome: returned.record.outcome,
    sealed: returned.sealed,
  };
}
