import { SHOP_ROLES, type ShopStaff, shopStaff, shops } from '@red-points/shared/contracts';
import { ActionSheet, Button, Dialog, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Chips } from '../../phone/components/Chips.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet, SheetFoot } from '../../phone/components/Sheet.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';
import styles from './StaffPage.module.css';

const PHONE = /^1[3-9]\d{9}$/;
const CHANGES = [shopStaff.list];

/** 店员管理: who works in the shop and its branches, who is invited, and who no longer should. */
export function StaffPage() {
  const { t } = useTranslation('shopWork');
  const back = useBack();
  const own = useOwnShop();
  const [shopId, setShopId] = useState(own?.shopId ?? '');
  const [inviting, setInviting] = useState(false);
  const when = { enabled: shopId !== '' };
  const branches = useRead(shops.branches, { params: { shopId: own?.shopId ?? '' } }, when).data?.items ?? [];
  const staff = useRead(shopStaff.list, { params: { shopId } }, { ...when, staleMs: 0 });
  const places = [
    { key: own?.shopId ?? '', label: own?.shopName ?? '' },
    ...branches.map((branch) => ({ key: branch.shopId, label: branch.name })),
  ];
  return (
    <PhonePage
      title={t('staff.title')}
      onBack={back}
      bottom={
        <Button block color="primary" onClick={() => setInviting(true)}>
          {t('staff.invite')}
        </Button>
      }
    >
      {branches.length === 0 ? null : <Chips chips={places} chosen={shopId} onChoose={setShopId} />}
      <Shown of={staff}>{(data) => <People shopId={shopId} staff={data} />}</Shown>
      <Sheet open={inviting} title={t('staff.invite')} lead={t('staff.inviteLead')} onClose={() => setInviting(false)}>
        <Invite shopId={shopId} onDone={() => setInviting(false)} />
      </Sheet>
    </PhonePage>
  );
}

function People({ shopId, staff }: { shopId: string; staff: ShopStaff }) {
  const { t } = useTranslation(['shopWork', 'common']);
  const onError = (error: unknown): void => void Toast.show(messageOf(error));
  const remove = useChange(shopStaff.remove, { changes: CHANGES, onDone: () => Toast.show(t('staff.removed')) });
  const change = useChange(shopStaff.changeRole, { changes: CHANGES, onDone: () => Toast.show(t('staff.changed')) });
  const [managed, setManaged] = useState<ShopStaff['items'][number]>();
  const withdraw = useChange(shopStaff.withdraw, { changes: CHANGES, onDone: () => Toast.show(t('staff.withdrawn')) });
  const askRemove = async (userId: string, name: string): Promise<void> => {
    const sure = await Dialog.confirm({ content: t('staff.removeAsk', { name }), confirmText: t('staff.remove') });
    if (sure) remove.mutate({ params: { shopId, userId } }, { onError });
  };
  const askWithdraw = async (invitationId: string, name: string): Promise<void> => {
    const content = t('staff.withdrawAsk', { name });
    if (await Dialog.confirm({ content, confirmText: t('staff.withdraw') })) {
      withdraw.mutate({ params: { shopId, invitationId } }, { onError });
    }
  };
  const actionsFor = ({ userId, name, role }: ShopStaff['items'][number]) => {
    const other = role === 'merchant_owner' ? 'merchant_staff' : 'merchant_owner';
    const make = () => change.mutate({ params: { shopId, userId }, body: { role: other } }, { onError });
    return [
      { key: 'make', text: t(`staff.make.${other}`), onClick: make },
      { key: 'remove', text: t('staff.remove'), danger: true, onClick: () => void askRemove(userId, name) },
    ];
  };
  return (
    <>
      <ListSection title={t('staff.people')}>
        {staff.items.map((item) => {
          const { userId, name, role, maskedPhone, isYou } = item;
          return (
            <Row
              key={userId}
              mark={<Round tone={role === 'merchant_owner' ? 'brand' : 'slate'}>{name.slice(0, 1)}</Round>}
              title={name}
              below={`${t(`role.${role}`)} · ${maskedPhone ?? t('staff.password')}`}
              end={
                isYou ? (
                  <span className="small quiet">{t('staff.you')}</span>
                ) : (
                  <Button size="small" aria-label={`${t('staff.manage')} ${name}`} onClick={() => setManaged(item)}>
                    {t('staff.manage')}
                  </Button>
                )
              }
            />
          );
        })}
      </ListSection>
      <ActionSheet
        visible={managed !== undefined}
        extra={t('staff.makeHint', { name: managed?.name ?? '' })}
        cancelText={t('action.cancel', { ns: 'common' })}
        closeOnAction
        onClose={() => setManaged(undefined)}
        actions={managed === undefined ? [] : actionsFor(managed)}
      />
      {staff.invitations.length === 0 ? null : (
        <ListSection title={t('staff.waiting')}>
          {staff.invitations.map(({ invitationId, name, role, maskedPhone, expiresAt }) => (
            <Row
              key={invitationId}
              mark={<Round tone="warning">{name.slice(0, 1)}</Round>}
              title={`${name} · ${t(`role.${role}`)}`}
              below={`${maskedPhone} · ${t('staff.until', { day: formatShortDay(expiresAt) })}`}
              end={
                <Button
                  size="small"
                  aria-label={`${t('staff.withdraw')} ${name}`}
                  onClick={() => void askWithdraw(invitationId, name)}
                >
                  {t('staff.withdraw')}
                </Button>
              }
            />
          ))}
        </ListSection>
      )}
    </>
  );
}

function Invite({ shopId, onDone }: { shopId: string; onDone: () => void }) {
  const { t } = useTranslation('shopWork');
  const [phone, setPhone] = useState('');
  const [name, setName] = useState('');
  const [role, setRole] = useState<(typeof SHOP_ROLES)[number]>('merchant_staff');
  const [checked, setChecked] = useState(false);
  const invite = useChange(shopStaff.invite, {
    changes: CHANGES,
    onDone: () => {
      Toast.show({ content: t('staff.sent'), duration: 4000 });
      onDone();
    },
  });
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (PHONE.test(phone) && name.trim() !== '') invite.mutate({ params: { shopId }, body: { phone, name, role } });
  };
  return (
    <form onSubmit={send} noValidate>
      <Field label={t('staff.phone')} error={checked && !PHONE.test(phone) ? t('staff.badPhone') : undefined}>
        <input
          type="tel"
          inputMode="numeric"
          maxLength={11}
          value={phone}
          onChange={(event) => setPhone(event.target.value.replace(/\D/g, ''))}
        />
      </Field>
      <Field label={t('staff.name')} error={checked && name.trim() === '' ? t('staff.badName') : undefined}>
        <input
          maxLength={50}
          placeholder={t('staff.namePlaceholder')}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      <fieldset className={styles['role']}>
        <legend>{t('staff.role')}</legend>
        <Chips
          wrap
          chips={[...SHOP_ROLES].reverse().map((key) => ({ key, label: t(`role.${key}`) }))}
          chosen={role}
          onChoose={setRole}
        />
      </fieldset>
      {invite.error === null ? null : (
        <p role="alert" className={styles['trouble']}>
          {messageOf(invite.error)}
        </p>
      )}
      <SheetFoot>
        <Button type="submit" block color="primary" loading={invite.isPending}>
          {t('staff.send')}
        </Button>
      </SheetFoot>
    </form>
  );
}
