import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import { shopApplications, shopStaff } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from './forms.module.css';

type Work = CallAnswer<typeof shopStaff.ownInvitations>;
type Applications = CallAnswer<typeof shopApplications.listOwn>;
type State = Applications['items'][number]['state'];

const TONES: Record<State, TagTone> = {
  draft: 'plain',
  submitted: 'warning',
  returned: 'danger',
  approved: 'success',
  refused: 'plain',
  withdrawn: 'plain',
};

/** 店铺: invitations to work in a shop, the shops in which this phone works, and applications with one's own. */
export function ShopWorkPage() {
  const { t } = useTranslation('shopWork');
  const back = useBack();
  const navigate = useNavigate();
  const work = useRead(shopStaff.ownInvitations, {}, { staleMs: 0 });
  const applications = useRead(shopApplications.listOwn, {}, { staleMs: 0 });
  const isEmpty =
    work.data?.invitations.length === 0 && work.data.shops.length === 0 && applications.data?.items.length === 0;
  return (
    <PhonePage
      title={t('menu')}
      onBack={back}
      bottom={
        <Button block onClick={() => void navigate({ to: '/shop-work/application', search: {} })}>
          {t('application.new')}
        </Button>
      }
    >
      {isEmpty ? (
        <Nothing title={t('application.none')}>
          <span className="small">{t('application.noneHint')}</span>
        </Nothing>
      ) : null}
      <Shown of={work}>{(data) => <WorkAt work={data} />}</Shown>
      <Shown of={applications}>{(data) => <Own applications={data} />}</Shown>
    </PhonePage>
  );
}

function WorkAt({ work }: { work: Work }) {
  const { t } = useTranslation('shopWork');
  const changes = [shopStaff.ownInvitations];
  const accept = useChange(shopStaff.accept, {
    changes,
    onDone: () => void Toast.show({ content: t('invitation.accepted'), duration: 4000 }),
  });
  const decline = useChange(shopStaff.decline, { changes });
  const error = accept.error ?? decline.error;
  const ask = async (invitationId: string): Promise<void> => {
    const content = t('invitation.declineAsk');
    if (await Dialog.confirm({ content, confirmText: t('invitation.decline') })) {
      decline.mutate({ params: { invitationId } });
    }
  };
  return (
    <>
      {error === null ? null : <p role="alert">{messageOf(error)}</p>}
      {work.invitations.map(({ invitationId, shopName, role, expiresAt }) => (
        <Card key={invitationId} className={styles['fields']} label={`${shopName} ${t('invitation.title')}`}>
          <div>
            <h2>{shopName}</h2>
            <p>{t('invitation.text', { role: t(`role.${role}`) })}</p>
            <p className="small quiet">{t('invitation.until', { day: formatShortDay(expiresAt) })}</p>
          </div>
          <Button
            block
            color="primary"
            loading={accept.isPending}
            onClick={() => accept.mutate({ params: { invitationId } })}
          >
            {t('invitation.accept')}
          </Button>
          <Button block fill="none" loading={decline.isPending} onClick={() => void ask(invitationId)}>
            {t('invitation.decline')}
          </Button>
        </Card>
      ))}
      {work.shops.length === 0 ? null : (
        <ListSection title={t('own.title')}>
          {work.shops.map(({ shopId, shopName, role }) => (
            <Row
              key={shopId}
              mark={
                <Round tone="slate">
                  <Icon of={ShopOutlined} size={16} />
                </Round>
              }
              title={shopName}
              below={t(`role.${role}`)}
              end={
                <a className="link small" href="/shop/">
                  {t('own.open')}
                </a>
              }
            />
          ))}
        </ListSection>
      )}
    </>
  );
}

function Own({ applications }: { applications: Applications }) {
  const { t } = useTranslation('shopWork');
  const navigate = useNavigate();
  if (applications.items.length === 0) return null;
  return (
    <ListSection title={t('application.title')}>
      {applications.items.map(({ applicationId, shopName, unitName, state, reason }) => (
        <Row
          key={applicationId}
          title={shopName === '' ? t('application.unnamed') : shopName}
          below={reason === null ? (unitName ?? t('application.chooseUnit')) : t('application.reason', { reason })}
          end={
            <span className={styles.end}>
              <Tag tone={TONES[state]}>{t(`application.state.${state}`)}</Tag>
              <Icon of={RightOutlined} size={12} className="quiet" />
            </span>
          }
          onOpen={() => void navigate({ to: '/shop-work/application', search: { id: applicationId } })}
        />
      ))}
    </ListSection>
  );
}
