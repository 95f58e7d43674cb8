import { SHOP_ROLES, shopStaff } from '@red-points/shared/contracts';
import { Alert, App, Button, Form, Input, Modal, Radio, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { Trouble } from '../components/Trouble.tsx';
import { bodyOf } from '../parts/body-of.ts';
import styles from './ShopDrawer.module.css';

const CHANGES = [shopStaff.list];
const otherRole = (role: (typeof SHOP_ROLES)[number]): (typeof SHOP_ROLES)[number] =>
  role === 'merchant_owner' ? 'merchant_staff' : 'merchant_owner';

/** Who works in a shop: the community invites its first owner, and looks after the rest where nobody else can. */
export function ShopPeople({ shopId, closed }: { shopId: string; closed: boolean }) {
  const { t } = useTranslation('consoleShopWork');
  const { message, modal } = App.useApp();
  const [inviting, setInviting] = useState(false);
  const read = useRead(shopStaff.list, { params: { shopId } });
  const { items = [], invitations = [] } = read.data ?? {};
  const onError = (error: unknown): void => void message.warning(messageOf(error), 6);
  const remove = useChange(shopStaff.remove, {
    changes: CHANGES,
    onDone: () => void message.success(t('staff.removed')),
  });
  const change = useChange(shopStaff.changeRole, {
    changes: CHANGES,
    onDone: () => void message.success(t('staff.changed')),
  });
  const withdraw = useChange(shopStaff.withdraw, {
    changes: CHANGES,
    onDone: () => void message.success(t('staff.withdrawn')),
  });
  const ask = (userId: string, name: string): void =>
    void modal.confirm({
      title: t('staff.removeAsk', { name }),
      okText: t('staff.remove'),
      onOk: () => remove.mutate({ params: { shopId, userId } }, { onError }),
    });
  const askRole = (userId: string, name: string, role: (typeof SHOP_ROLES)[number]): void =>
    void modal.confirm({
      title: t(`staff.makeAsk.${role}`, { name }),
      content: t('staff.makeHint'),
      okText: t(`staff.make.${role}`),
      onOk: () => change.mutate({ params: { shopId, userId }, body: { role } }, { onError }),
    });
  return (
    <section>
      <header className={styles['head']}>
        <h3>{t('staff.title')}</h3>
        {closed ? null : <Button onClick={() => setInviting(true)}>{t('staff.invite')}</Button>}
      </header>
      {read.isPending ? <Skeleton active title={false} paragraph={{ rows: 2 }} /> : null}
      {read.error === null ? null : <Trouble error={read.error} onRetry={() => void read.refetch()} />}
      {read.data !== undefined && items.length + invitations.length === 0 ? (
        <p className="small quiet">{t('staff.none')}</p>
      ) : null}
      <ul>
        {items.map(({ userId, name, role, maskedPhone }) => (
          <li key={userId} className={styles['offer']}>
            <div>
              <b>{name}</b> <span className="small quiet">{t(`staff.roles.${role}`)}</span>
            </div>
            <span className="small quiet">{maskedPhone ?? t('staff.password')}</span>
            {closed ? null : (
              <span className={styles['buttons']}>
                <Button
                  size="small"
                  aria-label={`${t(`staff.make.${otherRole(role)}`)} ${name}`}
                  onClick={() => askRole(userId, name, otherRole(role))}
                >
                  {t(`staff.make.${otherRole(role)}`)}
                </Button>
                <Button
                  size="small"
                  danger
                  aria-label={`${t('staff.remove')} ${name}`}
                  onClick={() => ask(userId, name)}
                >
                  {t('staff.remove')}
                </Button>
              </span>
            )}
          </li>
        ))}
        {invitations.map(({ invitationId, name, role, maskedPhone, expiresAt }) => (
          <li key={invitationId} className={styles['offer']}>
            <div>
              {name} <span className="small quiet">{`${t(`staff.roles.${role}`)} · ${maskedPhone}`}</span>
            </div>
            <span className="small quiet">{t('staff.waiting', { day: formatShortDay(expiresAt) })}</span>
            <Button
              size="small"
              aria-label={`${t('staff.withdraw')} ${name}`}
              onClick={() => withdraw.mutate({ params: { shopId, invitationId } }, { onError })}
            >
              {t('staff.withdraw')}
            </Button>
          </li>
        ))}
      </ul>
      <Invite shopId={shopId} first={items.length === 0} open={inviting} onClose={() => setInviting(false)} />
    </section>
  );
}

function Invite({
  shopId,
  first,
  open,
  onClose,
}: {
  shopId: string;
  first: boolean;
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useTranslation(['consoleShopWork', 'common']);
  const { message } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const invite = useChange(shopStaff.invite, {
    changes: CHANGES,
    onDone: () => {
      form.resetFields();
      void message.success(t('staff.invited'));
      onClose();
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(shopStaff.invite),
    onValid: (body) => {
      setTrouble(undefined);
      invite.mutate({ params: { shopId }, body }, { onError: (error) => setTrouble(showProblem(error)) });
    },
  });
  return (
    <Modal
      open={open}
      title={t('staff.invite')}
      okText={t('staff.invite')}
      cancelText={t('action.cancel', { ns: 'common' })}
      confirmLoading={invite.isPending}
      onOk={() => form.submit()}
      onCancel={onClose}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('staff.what')}
      </p>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} initialValues={{ role: first ? 'merchant_owner' : 'merchant_staff' }}>
        <Form.Item name="phone" label={t('staff.phone')} rules={[required]}>
          <Input inputMode="numeric" maxLength={11} autoFocus />
        </Form.Item>
        <Form.Item name="name" label={t('staff.name')} rules={[required]}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="role" label={t('staff.role')}>
          <Radio.Group options={SHOP_ROLES.map((value) => ({ value, label: t(`staff.roles.${value}`) }))} />
        </Form.Item>
      </Form>
    </Modal>
  );
}
