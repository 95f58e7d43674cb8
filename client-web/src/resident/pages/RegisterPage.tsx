import { orgUnits, people } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Checkbox, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, renewSession, useChange, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { businessDate } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { keptTicket } from '../ticket.ts';
import styles from './forms.module.css';

/** The wording that a newcomer agrees to. */
const CONSENT_VERSION = '2026-11';

/** Somebody whose phone is not known yet says who they are and where they live. */
export function RegisterPage() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const communities = useRead(orgUnits.list, { query: { kind: 'community' } }, { staleMs: 600_000 }).data?.items ?? [];
  const [name, setName] = useState('');
  const [unitId, setUnitId] = useState('');
  const [birthDate, setBirthDate] = useState('');
  const [consent, setConsent] = useState(false);
  const [checked, setChecked] = useState(false);
  const register = useChange(people.registerSelf, {
    onDone: () => {
      Toast.show(t('register.done'));
      // The session learns of the person that it may act for now.
      const next = keptTicket(serverNowMs()) === undefined ? '/' : '/check-in';
      void renewSession().then(() => navigate({ to: next, replace: true }));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === '' || unitId === '' || !consent) return;
    register.mutate({
      body: {
        name: name.trim(),
        unitId,
        birthDate: birthDate === '' ? null : birthDate,
        consentVersion: CONSENT_VERSION,
      },
    });
  };
  const fieldError = (path: string): string | undefined =>
    register.error instanceof ProblemError
      ? register.error.fields.find((field) => field.path.endsWith(path))?.message
      : undefined;
  const missing = (value: string): string | undefined =>
    checked && value.trim() === '' ? t('claims.required') : undefined;
  return (
    <PhonePage title={t('register.title')}>
      <p className="quiet">{t('register.lead')}</p>
      <form onSubmit={submit} noValidate className={styles.form}>
        <Card className={styles.fields}>
          <Field label={t('register.name')} error={missing(name) ?? fieldError('name')}>
            <input
              value={name}
              autoComplete="name"
              placeholder={t('register.namePlaceholder')}
              onChange={(event) => setName(event.target.value)}
            />
          </Field>
          <Field label={t('register.unit')} error={missing(unitId) ?? fieldError('unitId')}>
            <select value={unitId} onChange={(event) => setUnitId(event.target.value)}>
              <option value="">{t('register.chooseUnit')}</option>
              {communities.map((unit) => (
                <option key={unit.id} value={unit.id}>
                  {unit.name}
                </option>
              ))}
            </select>
          </Field>
          <Field label={t('register.birth')} error={fieldError('birthDate')}>
            <input
              type="date"
              max={businessDate()}
              value={birthDate}
              onChange={(event) => setBirthDate(event.target.value)}
            />
          </Field>
        </Card>
        <Checkbox checked={consent} onChange={setConsent}>
          <span className="small">{t('register.consent')}</span>
        </Checkbox>
        {checked && !consent ? <Banner>{t('register.consentNeeded')}</Banner> : null}
        {register.error === null ? null : <Banner tone="danger">{messageOf(register.error)}</Banner>}
        <Button type="submit" color="primary" block loading={register.isPending}>
          {t('register.send')}
        </Button>
      </form>
    </PhonePage>
  );
}
