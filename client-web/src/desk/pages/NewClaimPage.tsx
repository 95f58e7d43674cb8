import { claims, rules } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { useNavigate } from '@tanstack/react-router';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { allAnswered } from '../../features/rules/declarations.ts';
import { useRuleWords } from '../../features/rules/words.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { DeclaredAnswers } from '../../phone/components/DeclaredAnswers.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';
import { EvidencePhotos } from '../../resident/EvidencePhotos.tsx';
import forms from '../../resident/pages/forms.module.css';
import { type FoundPerson, PersonFinder } from '../PersonFinder.tsx';
import { claimRoute } from '../router.tsx';
import { usePerson } from '../use-person.ts';

/** Staff claim points for a resident who asked them to, with photos from the phone's camera. */
export function NewClaimPage() {
  const { t } = useTranslation('desk');
  const back = useBack();
  const { person: personId } = claimRoute.useSearch();
  const known = usePerson(personId);
  const [chosen, setChosen] = useState<FoundPerson>();
  const [other, setOther] = useState(false);
  const person = chosen ?? (other ? undefined : known);
  return (
    <PhonePage title={t('claim.title')} onBack={back}>
      {person === undefined ? (
        <>
          <h2 className="small quiet">{t('claim.who')}</h2>
          <PersonFinder onFound={setChosen} />
        </>
      ) : (
        <ClaimForm
          person={person}
          onOther={() => {
            setChosen(undefined);
            setOther(true);
          }}
        />
      )}
    </PhonePage>
  );
}

function ClaimForm({ person, onOther }: { person: FoundPerson; onOther: () => void }) {
  const { t } = useTranslation(['desk', 'resident']);
  const words = useRuleWords();
  const navigate = useNavigate();
  const list = useRead(rules.list, { query: { state: 'published' } }, { staleMs: 300_000 });
  const [ruleCode, setRuleCode] = useState('');
  const [occurredOn, setOccurredOn] = useState(businessDate());
  const [hours, setHours] = useState('1');
  const [description, setDescription] = useState('');
  const [evidenceIds, setEvidenceIds] = useState<readonly string[]>([]);
  const [declarations, setDeclarations] = useState<Declarations>({});
  const [checked, setChecked] = useState(false);
  const file = useMoneyMutation(claims.file, {
    changes: [claims.list],
    onDone: () => {
      Toast.show(t('claim.sent'));
      void navigate({ to: '/', replace: true });
    },
  });
  const rule = list.data?.items.find((each) => each.code === ruleCode);
  const byHour = rule === undefined || rule.terms.unit === 'hour';
  const minutes = byHour ? Math.round(Number(hours) * 60) : 0;
  const error = file.refused ?? null;
  const fieldError = (path: string): string | undefined =>
    error instanceof ProblemError ? error.fields.find((field) => field.path.endsWith(path))?.message : undefined;
  const missing = (bad: boolean): string | undefined => (checked && bad ? t('required') : undefined);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (ruleCode === '' || description.trim() === '' || (byHour && !(minutes > 0)) || occurredOn === '') return;
    if (!allAnswered(rule?.terms, declarations)) return;
    const what = { ruleCode, occurredOn, minutes, description: description.trim() };
    const fields = { ...what, evidenceIds: [...evidenceIds], declarations };
    file.start({ body: { personId: person.personId, ...fields } });
  };
  const wanted = rule === undefined ? undefined : words.evidence(rule.terms).join('、') || undefined;
  return (
    <form onSubmit={submit} noValidate className={forms.form}>
      <Card>
        <Row
          title={<b>{person.maskedName}</b>}
          below={person.unitName}
          end={<span className="link">{t('claim.change')}</span>}
          onOpen={onOther}
        />
      </Card>
      <Card className={forms.fields}>
        <Field
          label={t('claims.rule', { ns: 'resident' })}
          error={missing(ruleCode === '') ?? fieldError('ruleCode')}
          hint={wanted === undefined ? undefined : t('claims.evidence', { ns: 'resident', what: wanted })}
        >
          <select value={ruleCode} onChange={(event) => setRuleCode(event.target.value)}>
            <option value="">{t('claims.chooseRule', { ns: 'resident' })}</option>
            {(list.data?.items ?? []).map((each) => (
              <option key={each.code} value={each.code}>
                {each.terms.title}
              </option>
            ))}
          </select>
        </Field>
        <Field
          label={t('claims.day', { ns: 'resident' })}
          error={missing(occurredOn === '') ?? fieldError('occurredOn')}
        >
          <input
            type="date"
            max={businessDate()}
            value={occurredOn}
            onChange={(event) => setOccurredOn(event.target.value)}
          />
        </Field>
        {byHour ? (
          <Field label={t('claims.hours', { ns: 'resident' })} error={missing(!(minutes > 0)) ?? fieldError('minutes')}>
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
        <Field
          label={t('claims.description', { ns: 'resident' })}
          error={missing(description.trim() === '') ?? fieldError('description')}
        >
          <textarea
            value={description}
            maxLength={500}
            placeholder={t('claims.descriptionHint', { ns: 'resident' })}
            onChange={(event) => setDescription(event.target.value)}
          />
        </Field>
        <DeclaredAnswers terms={rule?.terms} value={declarations} onChange={setDeclarations} checked={checked} />
        <EvidencePhotos ids={evidenceIds} onChange={setEvidenceIds} />
      </Card>
      <p className="small quiet">{t('claim.note')}</p>
      {list.isError ? <Banner tone="danger">{messageOf(list.error)}</Banner> : null}
      {error === null ? null : <Banner tone="danger">{messageOf(error)}</Banner>}
      {file.outcomeUnknown ? <Banner>{t('redeem.unknownHint', { ns: 'resident' })}</Banner> : null}
      <Button type="submit" color="primary" block loading={file.sending}>
        {t('claims.send', { ns: 'resident' })}
      </Button>
    </form>
  );
}
