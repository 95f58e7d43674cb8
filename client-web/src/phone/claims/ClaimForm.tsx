import {
  type Claim,
  type ClaimDraft,
  type ClaimPart,
  claims,
  type DraftContent,
  rules,
} from '@red-points/shared/contracts';
import { paysByCase } from '@red-points/shared/domain/mediation';
import { Button } from 'antd-mobile';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useRead } from '../../api/index.ts';
import { businessDate, formatDate, inList } from '../../components/formatters.ts';
import {
  caseBody,
  commonBody,
  contentOf,
  EMPTY_MEDIATION,
  emptyContent,
  isMediation,
  isOffered,
  type ReturnedCase,
} from '../../features/claims/claim-values.ts';
import { useClaimDraft } from '../../features/claims/use-claim-draft.ts';
import { useSendClaim } from '../../features/claims/use-send-claim.ts';
import { allAnswered } from '../../features/rules/declarations.ts';
import { useRuleWords } from '../../features/rules/words.ts';
import { Banner } from '../components/Banner.tsx';
import { Card } from '../components/Card.tsx';
import { DeclaredAnswers } from '../components/DeclaredAnswers.tsx';
import { Field } from '../components/Field.tsx';
import styles from './claims.module.css';
import { EvidenceFiles } from './EvidenceFiles.tsx';
import { MediationFields } from './MediationFields.tsx';

export interface ClaimFormProps {
  /** For whom staff file; absent where a resident files for themselves. */
  personId?: string;
  /** A returned claim that is corrected, and its case where it is a part of one. */
  returned?: Claim | undefined;
  returnedCase?: ReturnedCase | undefined;
  /** What was saved before, here or on another phone. */
  draft?: ClaimDraft | undefined;
  /** Above the fields: whom it is for. */
  head?: ReactNode;
  /** Above the button: what happens next. */
  note?: ReactNode;
  onDone: () => void;
}

/** A claim on the phone, of a resident or by staff for one: saved as it is written, with camera and files. */
export function ClaimForm(props: ClaimFormProps) {
  const { personId, returned, returnedCase, draft, head, note, onDone } = props;
  const { t } = useTranslation(['claimForm', 'resident']);
  const words = useRuleWords();
  const list = useRead(rules.list, { query: { state: 'published' } }, { staleMs: 300_000 });
  const [content, setContent] = useState<DraftContent>(
    () =>
      draft?.content ?? (returned === undefined ? emptyContent(personId ?? null) : contentOf(returned, returnedCase)),
  );
  const [hours, setHours] = useState(String(content.minutes / 60));
  const [checked, setChecked] = useState(false);
  const change = (part: Partial<DraftContent>): void => setContent((before) => ({ ...before, ...part }));
  const kept = useClaimDraft(draft, content, returned === undefined);
  const rule = list.data?.items.find((each) => each.code === content.ruleCode);
  const mayMediate = isMediation(rule?.terms.category) && (returned === undefined || returned.caseId !== null);
  const byCase = rule !== undefined && paysByCase(rule.terms);
  const mediates = mayMediate && (byCase || content.mediation !== null);
  const mediation = content.mediation ?? EMPTY_MEDIATION;
  const sending = useSendClaim({ personId, returned, returnedCase, onDone });
  const byHour = rule?.terms.unit !== 'case' && rule?.terms.unit !== 'attendance';
  const { error } = sending;
  const fieldError = (path: string): string | undefined =>
    error instanceof ProblemError ? error.fields.find((field) => field.path.endsWith(path))?.message : undefined;
  const missing = (bad: boolean): string | undefined =>
    checked && bad ? t('claims.required', { ns: 'resident' }) : undefined;

  const choose = (ruleCode: string): void => {
    const terms = list.data?.items.find((each) => each.code === ruleCode)?.terms;
    // A case that is corrected stays one; of other rules of mediation the person says whether there were parties.
    const hasParties = returnedCase !== undefined || (terms !== undefined && paysByCase(terms));
    change({ ruleCode, mediation: hasParties ? (content.mediation ?? EMPTY_MEDIATION) : null });
  };

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setChecked(true);
    const isShort = content.ruleCode === '' || content.description.trim() === '' || content.occurredOn === null;
    if (isShort || (byHour && !(content.minutes > 0)) || !allAnswered(rule?.terms, content.declarations)) return;
    const ofCase = mediates ? caseBody({ ...content, mediation }) : null;
    if (mediates && ofCase === null) return;
    sending.send(content, commonBody(content, await kept.settle()), ofCase);
  };
  const wanted = rule === undefined ? '' : inList(words.evidence(rule.terms));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className={styles.form}>
      {head}
      {returned === undefined ? null : <Returned claim={returned} />}
      <Card className={styles.fields}>
        <Field
          label={t('claims.rule', { ns: 'resident' })}
          error={missing(content.ruleCode === '') ?? fieldError('ruleCode')}
          hint={wanted === '' ? undefined : t('claims.evidence', { ns: 'resident', what: wanted })}
        >
          <select value={content.ruleCode} onChange={(event) => choose(event.target.value)}>
            <option value="">{t('claims.chooseRule', { ns: 'resident' })}</option>
            {(list.data?.items ?? [])
              .filter((each) => isOffered(each, returned))
              .map((each) => (
                <option key={each.code} value={each.code}>
                  {each.terms.title}
                </option>
              ))}
          </select>
        </Field>
        <Field
          label={t('claims.day', { ns: 'resident' })}
          error={missing(content.occurredOn === null) ?? fieldError('occurredOn')}
        >
          <input
            type="date"
            max={businessDate()}
            value={content.occurredOn ?? ''}
            onChange={(event) => change({ occurredOn: event.target.value || null, activityId: null })}
          />
        </Field>
        <Field label={t('startTime')} hint={t('startTimeHint')} error={fieldError('startTime')}>
          <input
            type="time"
            value={content.startTime ?? ''}
            onChange={(event) => change({ startTime: event.target.value || null })}
          />
        </Field>
        {byHour || mediates ? (
          <Field
            label={t('claims.hours', { ns: 'resident' })}
            error={missing(byHour && !(content.minutes > 0)) ?? fieldError('minutes')}
          >
            <input
              type="number"
              inputMode="decimal"
              min="0"
              max="24"
              step="0.25"
              value={hours}
              onChange={(event) => {
                setHours(event.target.value);
                change({ minutes: Math.min(1440, Math.max(0, Math.round(Number(event.target.value) * 60) || 0)) });
              }}
            />
          </Field>
        ) : null}
        {mediates ? null : (
          <ActivityField
            date={content.occurredOn}
            personId={personId}
            value={content.activityId}
            error={fieldError('activityId')}
            onChange={(activityId) => change({ activityId })}
          />
        )}
        <Field
          label={t('claims.description', { ns: 'resident' })}
          error={missing(content.description.trim() === '') ?? fieldError('description')}
        >
          <textarea
            value={content.description}
            maxLength={500}
            placeholder={t('claims.descriptionHint', { ns: 'resident' })}
            onChange={(event) => change({ description: event.target.value })}
          />
        </Field>
        <DeclaredAnswers
          terms={rule?.terms}
          value={content.declarations}
          onChange={(declarations) => change({ declarations })}
          checked={checked}
        />
        <EvidenceFiles ids={content.evidenceIds} onChange={(ids) => change({ evidenceIds: [...ids] })} />
      </Card>
      {byCase && returned === undefined ? (
        <p className="small quiet">{t(personId === undefined ? 'mediation.byCase' : 'mediation.byCaseFor')}</p>
      ) : null}
      {mayMediate && !byCase && returned === undefined ? (
        <label className={styles.toggle}>
          <input
            type="checkbox"
            checked={mediates}
            onChange={(event) => change({ mediation: event.target.checked ? EMPTY_MEDIATION : null })}
          />
          {t('mediation.withParties')}
        </label>
      ) : null}
      {mediates ? (
        <MediationFields value={mediation} onChange={(next) => change({ mediation: next })} missing={missing} />
      ) : null}
      {note}
      {list.isError ? <Banner tone="danger">{messageOf(list.error)}</Banner> : null}
      {error === null ? null : <Banner tone="danger">{messageOf(error)}</Banner>}
      {sending.outcomeUnknown ? <Banner>{t('redeem.unknownHint', { ns: 'resident' })}</Banner> : null}
      <Button type="submit" color="primary" block loading={sending.sending}>
        {t('claims.send', { ns: 'resident' })}
      </Button>
      <p className="small quiet" role="status" style={{ textAlign: 'center' }}>
        {kept.state === 'empty'
          ? null
          : t(`draft.${kept.state}`, { until: kept.keptUntil === undefined ? '' : formatDate(kept.keptUntil) })}
      </p>
    </form>
  );
}

/** What the reviewer said of a returned claim, and what to change. */
function Returned({ claim }: { claim: Claim }) {
  const { t } = useTranslation(['claimForm', 'resident']);
  const what = inList(claim.changesWanted.map((part: ClaimPart) => t(`part.${part}`)));
  if (claim.reviewReason === null && what === '') return null;
  return (
    <Banner>
      {claim.reviewReason === null ? null : t('claims.reason', { ns: 'resident', reason: claim.reviewReason })}
      {what === '' ? null : <b style={{ display: 'block' }}>{t('wanted', { what })}</b>}
    </Banner>
  );
}

/** The activity of that day which the claim is about: then nothing counts twice. Not shown where there was none. */
function ActivityField(props: {
  date: string | null;
  personId: string | undefined;
  value: string | null;
  error: string | undefined;
  onChange: (activityId: string | null) => void;
}) {
  const { date, personId, value, error, onChange } = props;
  const { t } = useTranslation('claimForm');
  const query = { date: date ?? '', ...(personId === undefined ? {} : { personId }) };
  const found = useRead(claims.activitiesOn, { query }, { enabled: date !== null });
  const items = found.data?.items ?? [];
  if (items.length === 0 && error === undefined) return null;
  return (
    <Field label={t('activity')} error={error}>
      <select value={value ?? ''} onChange={(event) => onChange(event.target.value || null)}>
        <option value="">{t('noActivity')}</option>
        {items.map((activity) => (
          <option key={activity.activityId} value={activity.activityId}>
            {activity.title}
          </option>
        ))}
      </select>
    </Field>
  );
}
