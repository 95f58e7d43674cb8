import {
  type OwnShopApplication,
  orgUnits,
  type ShopApplicationDraft,
  shopApplicationSchema,
  shopApplications,
} from '@red-points/shared/contracts';
import { licenceKey } from '@red-points/shared/domain/shops';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf, useChange, useRead } from '../../api/index.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { LicencePhoto } from '../LicencePhoto.tsx';
import { shopApplicationRoute } from '../router.tsx';
import styles from './forms.module.css';

const KINDS = ['canteen', 'store', 'service'] as const;
const EMPTY: ShopApplicationDraft = {
  shopName: '',
  kind: 'store',
  unitId: null,
  address: '',
  licenceNumber: '',
  contactName: '',
  plan: '',
  licencePhotoId: null,
};
const CHECKED = ['shopName', 'unitId', 'address', 'contactName', 'licenceNumber'] as const;
type Checked = (typeof CHECKED)[number];

/** One application with a shop: written, sent in, and read again. */
export function ShopApplicationPage() {
  const { t } = useTranslation('shopWork');
  const back = useBack();
  const { id } = shopApplicationRoute.useSearch();
  const own = useRead(shopApplications.listOwn, {}, { staleMs: 0 });
  return (
    <PhonePage title={t(id === undefined ? 'application.new' : 'application.title')} onBack={back}>
      {id === undefined ? (
        <Write application={undefined} />
      ) : (
        <Shown of={own} rows={6}>
          {({ items }) => {
            const application = items.find(({ applicationId }) => applicationId === id);
            if (application === undefined) return null;
            const isOpen = application.state === 'draft' || application.state === 'returned';
            return isOpen ? <Write key={id} application={application} /> : <Read application={application} />;
          }}
        </Shown>
      )}
    </PhonePage>
  );
}

function draftOf(application: OwnShopApplication): ShopApplicationDraft {
  const { shopName, kind, unitId, address, licenceNumber, contactName, plan, licencePhotoId } = application;
  return { shopName, kind, unitId, address, licenceNumber, contactName, plan, licencePhotoId };
}

/** Keeps what was written, and goes on with what was kept. */
function useKept(keep: () => Promise<OwnShopApplication>, onKept: (kept: OwnShopApplication) => void) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: keep,
    onSuccess: async (kept) => {
      onKept(kept);
      await client.invalidateQueries({ queryKey: [shopApplications.listOwn.id] });
    },
  });
  return { error: mutation.error, isPending: mutation.isPending, keep: () => mutation.mutate() };
}

function Write({ application }: { application: OwnShopApplication | undefined }) {
  const { t } = useTranslation('shopWork');
  const navigate = useNavigate();
  const [draft, setDraft] = useState<ShopApplicationDraft>(application === undefined ? EMPTY : draftOf(application));
  const [checked, setChecked] = useState(false);
  const changes = [shopApplications.listOwn];
  const leave = (said: string): void => {
    Toast.show(said);
    void navigate({ to: '/shop-work', replace: true });
  };
  /** What was written is kept first: a refusal to send it in loses nothing. */
  const keep = async (): Promise<OwnShopApplication> =>
    application === undefined
      ? call(shopApplications.draft, { body: draft })
      : call(shopApplications.change, {
          params: { applicationId: application.applicationId },
          body: { ...draft, version: application.version },
        });
  const save = useKept(keep, () => leave(t('application.saved')));
  const submit = useChange(shopApplications.submit, { changes, onDone: () => leave(t('application.submitted')) });
  const send = useKept(keep, ({ applicationId }) => submit.mutate({ params: { applicationId } }));
  const said = shopApplicationSchema.safeParse({ ...draft, licenceNumber: licenceKey(draft.licenceNumber) });
  const missing = new Set(said.success ? [] : said.error.issues.map(({ path }) => String(path[0])));
  const wrong = (field: Checked): string | undefined =>
    checked && missing.has(field) ? t(`application.check.${field}`) : undefined;
  const error = save.error ?? send.error ?? submit.error;
  const busy = save.isPending || send.isPending || submit.isPending;
  const set = (part: Partial<ShopApplicationDraft>): void => setDraft({ ...draft, ...part });
  return (
    <div className={styles['form']}>
      {application?.reason == null ? (
        <p className="quiet">{t('application.lead')}</p>
      ) : (
        <Banner>{t('application.reason', { reason: application.reason })}</Banner>
      )}
      <Fields draft={draft} wrong={wrong} onChange={set} />
      {error === null ? null : <Banner tone="danger">{messageOf(error)}</Banner>}
      <Button
        block
        color="primary"
        loading={send.isPending || submit.isPending}
        disabled={busy}
        onClick={() => {
          setChecked(true);
          if (said.success) send.keep();
        }}
      >
        {t('application.submit')}
      </Button>
      <Button block loading={save.isPending} disabled={busy} onClick={save.keep}>
        {t('application.save')}
      </Button>
      {application === undefined ? null : <Withdraw applicationId={application.applicationId} />}
    </div>
  );
}

function Fields({
  draft,
  wrong,
  onChange,
}: {
  draft: ShopApplicationDraft;
  wrong: (field: Checked) => string | undefined;
  onChange: (part: Partial<ShopApplicationDraft>) => void;
}) {
  const { t } = useTranslation('shopWork');
  const communities = useRead(orgUnits.list, { query: { kind: 'community' } }, { staleMs: 600_000 }).data?.items ?? [];
  return (
    <Card className={styles['fields']}>
      <Field label={t('application.shopName')} hint={t('application.shopNameHint')} error={wrong('shopName')}>
        <input maxLength={50} value={draft.shopName} onChange={(event) => onChange({ shopName: event.target.value })} />
      </Field>
      <div>
        <p style={{ marginBottom: 8 }}>{t('application.kind')}</p>
        <Chips
          wrap
          chips={KINDS.map((key) => ({ key, label: t(`application.kinds.${key}`) }))}
          chosen={draft.kind}
          onChoose={(kind) => onChange({ kind })}
        />
      </div>
      <Field label={t('application.unit')} error={wrong('unitId')}>
        <select
          value={draft.unitId ?? ''}
          onChange={(event) => onChange({ unitId: event.target.value === '' ? null : event.target.value })}
        >
          <option value="">{t('application.chooseUnit')}</option>
          {communities.map((unit) => (
            <option key={unit.id} value={unit.id}>
              {unit.name}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('application.address')} error={wrong('address')}>
        <input
          maxLength={100}
          placeholder={t('application.addressHint')}
          value={draft.address}
          onChange={(event) => onChange({ address: event.target.value })}
        />
      </Field>
      <Field label={t('application.licence')} hint={t('application.licenceHint')} error={wrong('licenceNumber')}>
        <input
          maxLength={30}
          autoCapitalize="characters"
          value={draft.licenceNumber}
          onChange={(event) => onChange({ licenceNumber: event.target.value })}
        />
      </Field>
      <LicencePhoto id={draft.licencePhotoId} onChange={(licencePhotoId) => onChange({ licencePhotoId })} />
      <Field label={t('application.contact')} error={wrong('contactName')}>
        <input
          maxLength={50}
          autoComplete="name"
          value={draft.contactName}
          onChange={(event) => onChange({ contactName: event.target.value })}
        />
      </Field>
      <Field label={t('application.plan')}>
        <textarea
          maxLength={300}
          placeholder={t('application.planHint')}
          value={draft.plan}
          onChange={(event) => onChange({ plan: event.target.value })}
        />
      </Field>
    </Card>
  );
}

function Read({ application }: { application: OwnShopApplication }) {
  const { t } = useTranslation('shopWork');
  const { shopName, kind, unitName, address, licenceNumber, contactName, plan, state, reason } = application;
  return (
    <>
      {reason === null ? null : <Banner>{t('application.reason', { reason })}</Banner>}
      <Card className={styles['fields']}>
        <Facts
          rows={[
            { label: t('application.title'), value: t(`application.state.${state}`), strong: true },
            { label: t('application.shopName'), value: shopName },
            { label: t('application.kind'), value: t(`application.kinds.${kind}`) },
            { label: t('application.unit'), value: unitName ?? '—' },
            { label: t('application.address'), value: address },
            { label: t('application.licence'), value: licenceNumber },
            { label: t('application.contact'), value: contactName },
            ...(plan === '' ? [] : [{ label: t('application.plan'), value: plan }]),
          ]}
        />
        {application.licencePhotoId === null ? null : <LicencePhoto id={application.licencePhotoId} />}
      </Card>
      {state === 'submitted' ? <Withdraw applicationId={application.applicationId} /> : null}
    </>
  );
}

function Withdraw({ applicationId }: { applicationId: string }) {
  const { t } = useTranslation('shopWork');
  const withdraw = useChange(shopApplications.withdraw, { changes: [shopApplications.listOwn] });
  const ask = async (): Promise<void> => {
    const content = t('application.withdrawAsk');
    if (await Dialog.confirm({ content, confirmText: t('application.withdraw') })) {
      withdraw.mutate({ params: { applicationId } }, { onError: (error) => void Toast.show(messageOf(error)) });
    }
  };
  return (
    <Button block fill="none" loading={withdraw.isPending} onClick={() => void ask()}>
      {t('application.withdraw')}
    </Button>
  );
}
