import { type Claim, claims, people, rules } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { useNavigate } from '@tanstack/react-router';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useChange, useList, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { allAnswered } from '../../features/rules/declarations.ts';
import { useRuleWords } from '../../features/rules/words.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { DeclaredAnswers } from '../../phone/components/DeclaredAnswers.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { EvidencePhotos } from '../EvidencePhotos.tsx';
import { newClaimRoute } from '../router.tsx';
import styles from './forms.module.css';

/** A resident claims points for something outside an activity, or corrects a claim that was returned. */
export function NewClaimPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const { correct } = newClaimRoute.useSearch();
  const own = useList(claims.listOwn, { query: { limit: 20 } }, { enabled: correct !== undefined });
  const returned = own.items.find((claim) => claim.claimId === correct);
  return (
    <PhonePage title={t(correct === undefined ? 'claims.new' : 'claims.correct')} onBack={back}>
      {correct !== undefined && returned === undefined ? <Waiting rows={6} /> : <ClaimForm returned={returned} />}
    </PhonePage>
  );
}

function ClaimForm({ returned }: { returned: Claim | undefined }) {
  const { t } = useTranslation('resident');
  const words = useRuleWords();
  const navigate = useNavigate();
  const list = useRead(rules.list, { query: { state: 'published' } }, { staleMs: 300_000 });
  const [ruleCode, setRuleCode] = useState<string>(returned?.ruleCode ?? '');
  const [occurredOn, setOccurredOn] = useState(returned?.occurredOn ?? businessDate());
  const [hours, setHours] = useState(returned === undefined ? '1' : String(returned.minutes / 60));
  const [description, setDescription] = useState(returned?.description ?? '');
  const [evidenceIds, setEvidenceIds] = useState<readonly string[]>(returned?.evidenceIds ?? []);
  const [declarations, setDeclarations] = useState<Declarations>(returned?.declarations ?? {});
  const [checked, setChecked] = useState(false);
  const done = (): void => {
    Toast.show(t('claims.sent'));
    void navigate({ to: '/claims', replace: true });
  };
  const changes = [claims.listOwn, people.ownStatement, people.ownAccount];
  const file = useMoneyMutation(claims.fileOwn, { changes, onDone: done });
  const resubmit = useChange(claims.resubmit, { changes, onDone: done });
  const rule = list.data?.items.find((each) => each.code === ruleCode);
  const byHour = rule?.terms.unit !== 'case' && rule?.terms.unit !== 'attendance';
  const minutes = Math.round(Number(hours) * 60);
  const error = file.refused ?? resubmit.error ?? null;
  const fieldError = (path: string): string | undefined =>
    error instanceof ProblemError ? error.fields.find((field) => field.path.endsWith(path))?.message : undefined;
  const missing = (bad: boolean): string | undefined => (checked && bad ? t('claims.required') : undefined);

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (ruleCode === '' || description.trim() === '' || !(minutes >= 0) || occurredOn === '') return;
    if (!allAnswered(rule?.terms, declarations)) return;
    const body = {
      ruleCode,
      occurredOn,
      minutes,
      description: description.trim(),
      evidenceIds: [...evidenceIds],
      declarations,
    };
    if (returned === undefined) file.start({ body });
    else resubmit.mutate({ params: { claimId: returned.claimId }, body: { ...body, version: returned.version } });
  };
  return (
    <form onSubmit={submit} noValidate className={styles.form}>
      {returned?.reviewReason ? <Banner>{t('claims.reason', { reason: returned.reviewReason })}</Banner> : null}
      <Card className={styles.fields}>
        <Field
          label={t('claims.rule')}
          error={missing(ruleCode === '') ?? fieldError('ruleCode')}
          hint={
            rule === undefined || words.evidence(rule.terms).length === 0
              ? undefined
              : t('claims.evidence', { what: words.evidence(rule.terms).join('、') })
          }
        >
          <select value={ruleCode} onChange={(event) => setRuleCode(event.target.value)}>
            <option value="">{t('claims.chooseRule')}</option>
            {(list.data?.items ?? []).map((each) => (
              <option key={each.code} value={each.code}>
                {each.terms.title}
              </option>
            ))}
          </select>
        </Field>
        <Field label={t('claims.day')} error={missing(occurredOn === '') ?? fieldError('occurredOn')}>
          <input
            type="date"
            max={businessDate()}
            value={occurredOn}
            onChange={(event) => setOccurredOn(event.target.value)}
          />
        </Field>
        {byHour ? (
          <Field label={t('claims.hours')} error={missing(!(minutes > 0)) ?? fieldError('minutes')}>
            <input
              type="number"
              inputMode="decimal"
              min="0"
              max="24"
              step="0.25"
              value={hours}
              onChange={(event) => setHours(event.target.value)}
            />
          </Field>
        ) : null}
        <Field label={t('claims.description')} error={missing(description.trim() === '') ?? fieldError('description')}>
          <textarea
            value={description}
            maxLength={500}
            placeholder={t('claims.descriptionHint')}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        <DeclaredAnswers terms={rule?.terms} value={declarations} onChange={setDeclarations} checked={checked} />
        <EvidencePhotos ids={evidenceIds} onChange={setEvidenceIds} />
      </Card>
      {list.isError ? <Banner tone="danger">{messageOf(list.error)}</Banner> : null}
      {error === null ? null : <Banner tone="danger">{messageOf(error)}</Banner>}
      {file.outcomeUnknown ? <Banner>{t('redeem.unknownHint')}</Banner> : null}
      <Button type="submit" color="primary" block loading={file.sending || resubmit.isPending}>
        {t('claims.send')}
      </Button>
    </form>
  );
}
