import { activities, type Display, displays } from '@red-points/shared/contracts';
import { Button, Dialog, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList, useMe, useRead } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, NotYours } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../desk.module.css';

/** Registers the screen that somebody stands before, and chooses what the screens show. */
export function ScreensPage() {
  const { t } = useTranslation('desk');
  const back = useBack();
  const may = useMay();
  return (
    <PhonePage title={t('screens.title')} onBack={back}>
      {may('displays.manage') ? <Screens /> : <NotYours />}
    </PhonePage>
  );
}

function Screens() {
  const { t } = useTranslation('desk');
  const list = useList(displays.list, { query: { limit: 50 } }, { everyMs: 15_000 });
  const halls = list.items.filter(({ kind }) => kind === 'hall');
  return (
    <>
      <Register />
      <ListSection title={t('screens.mine')}>
        {list.isSuccess && halls.length === 0 ? <Nothing title={t('screens.none')} /> : null}
        {halls.map((display) => (
          <Screen key={display.displayId} display={display} />
        ))}
        <MoreButton list={list} />
      </ListSection>
    </>
  );
}

function Register() {
  const { t } = useTranslation('desk');
  const me = useMe();
  const unitId = me.grants.find((grant) => grant.unitId !== null)?.unitId ?? '';
  const [pairingCode, setPairingCode] = useState('');
  const [name, setName] = useState('');
  const [checked, setChecked] = useState(false);
  const register = useChange(displays.register, {
    changes: [displays.list],
    onDone: () => {
      Toast.show(t('screens.done'));
      setPairingCode('');
      setName('');
      setChecked(false);
    },
  });
  const digits = pairingCode.replace(/\D/g, '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (digits.length === 8 && name.trim() !== '')
      register.mutate({ body: { pairingCode: digits, name: name.trim(), unitId } });
  };
  return (
    <Card className={`${styles.find} ${styles.pairing}`}>
      <p className="small quiet">{t('screens.lead', { address: `${window.location.origin}/screen` })}</p>
      <form onSubmit={submit} className={styles.find} style={{ padding: 0 }} noValidate>
        <Field label={t('screens.code')} error={checked && digits.length !== 8 ? t('screens.badCode') : undefined}>
          <input
            inputMode="numeric"
            autoComplete="off"
            maxLength={9}
            value={pairingCode}
            onChange={(event) => setPairingCode(event.target.value)}
          />
        </Field>
        <Field label={t('screens.name')} error={checked && name.trim() === '' ? t('screens.badName') : undefined}>
          <input
            value={name}
            maxLength={50}
            placeholder={t('screens.namePlaceholder')}
            style={{ fontSize: 16, letterSpacing: 0 }}
            onChange={(event) => setName(event.target.value)}
          />
        </Field>
        {register.error === null ? null : <Banner tone="danger">{messageOf(register.error)}</Banner>}
        <Button type="submit" color="primary" block loading={register.isPending}>
          {t('screens.register')}
        </Button>
      </form>
    </Card>
  );
}

function Screen({ display }: { display: Display }) {
  const { t } = useTranslation('desk');
  const params = { displayId: display.displayId };
  const today = useRead(activities.list, { query: { when: 'today', limit: 50 } });
  const show = useChange(displays.show, { changes: [displays.list] });
  const revoke = useChange(displays.revoke, { changes: [displays.list] });
  const failed = (error: unknown): void => void Toast.show({ content: messageOf(error), duration: 3000 });
  const choices = (today.data?.items ?? []).filter(({ state }) => state === 'open' || state === 'under_way');
  const shown = display.activity;
  const known = choices.some(({ activityId }) => activityId === shown?.activityId);
  const onRevoke = async (): Promise<void> => {
    if (!(await Dialog.confirm({ content: t('screens.revokeAsk'), confirmText: t('screens.revoke') }))) return;
    revoke.mutate(
      { params, body: { reason: t('screens.revokeReason') } },
      { onSuccess: () => Toast.show(t('screens.revokedDone')), onError: failed },
    );
  };
  if (display.state === 'revoked')
    return <Row title={display.name} below={`${display.unitName} · ${t('screens.revoked')}`} />;
  return (
    <>
      <Row
        title={display.name}
        below={shown === null ? t('screens.idle') : t('screens.shows', { title: shown.title })}
        end={
          <Button size="small" loading={revoke.isPending} onClick={() => void onRevoke()}>
            {t('screens.revoke')}
          </Button>
        }
      />
      <div style={{ padding: '0 16px 12px' }}>
        <Field label={t('screens.choose')}>
          <select
            value={shown?.activityId ?? ''}
            disabled={show.isPending}
            onChange={(event) =>
              show.mutate(
                { params, body: { activityId: event.target.value === '' ? null : event.target.value } },
                { onError: failed },
              )
            }
          >
            <option value="">{t('screens.chooseNone')}</option>
            {shown === null || known ? null : <option value={shown.activityId}>{shown.title}</option>}
            {choices.map((activity) => (
              <option key={activity.activityId} value={activity.activityId}>
                {activity.title}
              </option>
            ))}
          </select>
        </Field>
      </div>
    </>
  );
}
