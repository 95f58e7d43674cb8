import { orgUnits, ownData, sessions } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, call, messageOf, ProblemError, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from './forms.module.css';

type Overview = CallAnswer<typeof ownData.overview>;
type Profile = Overview['profile'];

/** 更正资料: what the profile says, to be put right; the office checks it, a new phone is proved by a code. */
export function CorrectPage() {
  const { t } = useTranslation('ownData');
  const back = useBack();
  const { person } = useSearch({ strict: false }) as { person?: string };
  const read = useRead(ownData.overview, { query: { personId: person } }, { staleMs: 0 });
  return (
    <PhonePage title={t('correct')} onBack={back}>
      <Shown of={read} rows={5}>
        {(data) => <CorrectForm data={data} personId={person} />}
      </Shown>
    </PhonePage>
  );
}

/** What was changed, as the contract wants it: an emptied field is none. */
function changesOf(profile: Profile, form: Record<keyof Profile, string>) {
  const or = (value: string): string | null => (value.trim() === '' ? null : value.trim());
  return {
    ...(form.name.trim() === profile.name ? {} : { name: form.name.trim() }),
    ...(or(form.phone) === profile.phone || or(form.phone) === null ? {} : { phone: form.phone.trim() }),
    ...(or(form.birthDate) === profile.birthDate ? {} : { birthDate: or(form.birthDate) }),
    ...(or(form.address) === profile.address ? {} : { address: or(form.address) }),
    ...(form.unitId === profile.unitId ? {} : { unitId: form.unitId }),
  };
}

function CorrectForm({ data, personId }: { data: Overview; personId: string | undefined }) {
  const { t } = useTranslation('ownData');
  const { profile, unitName } = data;
  const navigate = useNavigate();
  const communities = useRead(orgUnits.list, { query: { kind: 'community' } }, { staleMs: 600_000 }).data?.items ?? [];
  const [form, setForm] = useState({
    name: profile.name,
    phone: profile.phone ?? '',
    birthDate: profile.birthDate ?? '',
    address: profile.address ?? '',
    unitId: profile.unitId,
  });
  const [phoneCode, setPhoneCode] = useState('');
  const [problem, setProblem] = useState<unknown>(null);
  const ask = useMoneyMutation(ownData.askCorrection, {
    changes: [ownData.overview],
    onDone: () => {
      Toast.show(t('correctSent'));
      void navigate({ to: '/own-data', replace: true });
    },
    onRefused: setProblem,
  });
  const changes = changesOf(profile, form);
  const isNewPhone = 'phone' in changes;
  const sendCode = (): void => {
    call(sessions.sendCode, { body: { phone: form.phone.trim() } })
      .then(() => Toast.show(t('codeSent')))
      .catch(setProblem);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setProblem(null);
    ask.start({
      body: {
        ...(personId === undefined ? {} : { personId }),
        changes,
        ...(isNewPhone && phoneCode !== '' ? { phoneCode: phoneCode.trim() } : {}),
      },
    });
  };
  const set = (field: keyof Profile) => (event: { target: { value: string } }) =>
    setForm({ ...form, [field]: event.target.value });
  const wrong = (path: string): string | undefined =>
    problem instanceof ProblemError ? problem.fields.find((field) => field.path.endsWith(path))?.message : undefined;
  return (
    <>
      <p className="quiet">{t('correctLead')}</p>
      <form onSubmit={submit} noValidate className={styles.form}>
        <Card className={styles.fields}>
          <Field label={t('field.name')} error={wrong('name')}>
            <input value={form.name} autoComplete="name" maxLength={50} onChange={set('name')} />
          </Field>
          <Field label={t('field.phone')} error={wrong('phone')}>
            <input value={form.phone} inputMode="tel" autoComplete="tel" maxLength={11} onChange={set('phone')} />
          </Field>
          {isNewPhone ? (
            <>
              <p className="small quiet">{t('phoneLead')}</p>
              <Button block onClick={sendCode}>
                {t('sendCode')}
              </Button>
              <Field label={t('field.code')} error={wrong('phoneCode')}>
                <input
                  value={phoneCode}
                  inputMode="numeric"
                  autoComplete="one-time-code"
                  maxLength={6}
                  placeholder={t('codeHint')}
                  onChange={(event) => setPhoneCode(event.target.value)}
                />
              </Field>
            </>
          ) : null}
          <Field label={t('field.birthDate')} error={wrong('birthDate')}>
            <input type="date" max={businessDate()} value={form.birthDate} onChange={set('birthDate')} />
          </Field>
          <Field label={t('field.address')} error={wrong('address')}>
            <input value={form.address} autoComplete="street-address" maxLength={100} onChange={set('address')} />
          </Field>
          <Field label={t('field.unitId')} error={wrong('unitId')}>
            <select value={form.unitId} onChange={set('unitId')}>
              {communities.some(({ id }) => id === profile.unitId) ? null : (
                <option value={profile.unitId}>{unitName}</option>
              )}
              {communities.map((unit) => (
                <option key={unit.id} value={unit.id}>
                  {unit.name}
                </option>
              ))}
            </select>
          </Field>
        </Card>
        {problem === null ? null : <Banner tone="danger">{messageOf(problem)}</Banner>}
        <Button type="submit" color="primary" block disabled={Object.keys(changes).length === 0} loading={ask.sending}>
          {t('correctSend')}
        </Button>
      </form>
    </>
  );
}
