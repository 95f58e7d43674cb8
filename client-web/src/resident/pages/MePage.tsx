import BellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined';
import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import CarryOutOutlined from '@ant-design/icons-svg/es/asn/CarryOutOutlined';
import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import EditOutlined from '@ant-design/icons-svg/es/asn/EditOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import HeartOutlined from '@ant-design/icons-svg/es/asn/HeartOutlined';
import IdcardOutlined from '@ant-design/icons-svg/es/asn/IdcardOutlined';
import NotificationOutlined from '@ant-design/icons-svg/es/asn/NotificationOutlined';
import ProfileOutlined from '@ant-design/icons-svg/es/asn/ProfileOutlined';
import QuestionCircleOutlined from '@ant-design/icons-svg/es/asn/QuestionCircleOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import StarFilled from '@ant-design/icons-svg/es/asn/StarFilled';
import StarOutlined from '@ant-design/icons-svg/es/asn/StarOutlined';
import TeamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined';
import { service, sessions } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Switch, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, signedIn, signOut, useChange, useMe, useRead } from '../../api/index.ts';
import { formatHours } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useUnread } from '../../features/notices/use-unread.ts';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { chooseElder, useElder } from '../../phone/elder.ts';
import { Count } from '../../phone/notices/Bell.tsx';
import { ActivityRows } from '../ActivityRows.tsx';
import { useActingPerson } from '../acting.ts';
import { OwnChildren } from '../consents/OwnChildren.tsx';
import { TabPage } from '../TabPage.tsx';
import styles from './MePage.module.css';

const PAGES = [
  { key: 'statement', to: '/statement', icon: ProfileOutlined },
  { key: 'redemptions', to: '/redemptions', icon: GiftOutlined },
  { key: 'bookings', to: '/bookings', icon: ClockCircleOutlined },
  { key: 'attendances', to: '/attendances', icon: CarryOutOutlined },
  { key: 'claims', to: '/claims', icon: EditOutlined },
  { key: 'service', to: '/service', icon: StarOutlined },
  { key: 'messages', to: '/messages', icon: BellOutlined },
] as const;

/** About the account beside its statement. */
const ACCOUNT_PAGES = [
  { key: 'household', to: '/household', icon: TeamOutlined },
  { key: 'donate', to: '/donate', icon: HeartOutlined },
  { key: 'asOf', to: '/as-of', icon: CalendarOutlined },
  { key: 'contests', to: '/contests', icon: QuestionCircleOutlined },
  { key: 'ownData', to: '/own-data', icon: IdcardOutlined },
] as const;

/** What the community publishes, and what one objected to. */
const PUBLICITY_PAGES = [
  { key: 'publicity', to: '/publicity', icon: NotificationOutlined },
  { key: 'objections', to: '/objections', icon: ExclamationCircleOutlined },
] as const;

/** The person, the others who share this phone, and their own records. */
export function MePage() {
  const { t } = useTranslation(['resident', 'residentAccounts', 'objections', 'shopWork', 'common']);
  const navigate = useNavigate();
  const elder = useElder();
  const unread = useUnread();
  const leave = async (): Promise<void> => {
    if (await Dialog.confirm({ content: t('me.signOutAsk'), confirmText: t('me.signOut') })) await signOut();
  };
  return (
    <TabPage tab="me" title={t('me.title')}>
      <Person />
      <ActingFor />
      <OwnChildren />
      <Card>
        {PAGES.map((page) => (
          <Row
            key={page.key}
            mark={<Icon of={page.icon} size={20} className="quiet" />}
            title={t(`me.${page.key}`)}
            end={
              <span className={styles.end}>
                {page.key === 'messages' && unread > 0 ? <Count unread={unread} /> : null}
                <Icon of={RightOutlined} size={12} className="quiet" />
              </span>
            }
            onOpen={() => void navigate({ to: page.to })}
          />
        ))}
      </Card>
      <ActivityRows />
      <Card>
        {ACCOUNT_PAGES.map((page) => (
          <Row
            key={page.key}
            mark={<Icon of={page.icon} size={20} className="quiet" />}
            title={t(`menu.${page.key}`, { ns: 'residentAccounts' })}
            end={<Icon of={RightOutlined} size={12} className="quiet" />}
            onOpen={() => void navigate({ to: page.to })}
          />
        ))}
      </Card>
      <Card>
        {PUBLICITY_PAGES.map((page) => (
          <Row
            key={page.key}
            mark={<Icon of={page.icon} size={20} className="quiet" />}
            title={t(`menu.${page.key}`, { ns: 'objections' })}
            end={<Icon of={RightOutlined} size={12} className="quiet" />}
            onOpen={() => void navigate({ to: page.to })}
          />
        ))}
      </Card>
      <Card>
        <Row
          mark={<Icon of={ShopOutlined} size={20} className="quiet" />}
          title={t('menu', { ns: 'shopWork' })}
          below={t('menuHint', { ns: 'shopWork' })}
          end={<Icon of={RightOutlined} size={12} className="quiet" />}
          onOpen={() => void navigate({ to: '/shop-work' })}
        />
      </Card>
      <Card>
        <Row title={t('me.elder')} end={<Switch checked={elder} aria-label={t('me.elder')} onChange={chooseElder} />} />
        <Row title={t('language.name', { ns: 'common' })} end={<LanguageSwitch className="link" />} />
      </Card>
      <Button block onClick={() => void leave()}>
        {t('me.signOut')}
      </Button>
    </TabPage>
  );
}

function Person() {
  const { t } = useTranslation('resident');
  const person = useActingPerson();
  const record = useRead(service.own, {}).data;
  if (person === undefined) return null;
  return (
    <Card className={styles.person}>
      <span className={styles.letter} aria-hidden="true">
        {person.name.slice(0, 1)}
      </span>
      <div>
        <h2>
          {person.name}
          <Tag tone={person.status === 'verified' ? 'success' : 'warning'}>{t(`me.${person.status}`)}</Tag>
        </h2>
        <p className="quiet">{person.unitName}</p>
        {record === undefined ? null : (
          <p className={styles.service}>
            {record.stars > 0 ? (
              <Tag tone="gold">
                <Icon of={StarFilled} size={12} />
                {t('me.stars', { count: record.stars })}
              </Tag>
            ) : null}
            <span className="small quiet">{t('me.hours', { hours: formatHours(record.minutes) })}</span>
          </p>
        )}
      </div>
    </Card>
  );
}

/** Several people may share one phone: whoever is chosen here is acted for until it is changed. */
function ActingFor() {
  const { t } = useTranslation('resident');
  const me = useMe();
  const acting = useActingPerson();
  const change = useChange(sessions.actFor, {
    onDone: (answer) => {
      signedIn(answer);
      const name = answer.me.persons.find((person) => person.personId === answer.me.actingPersonId)?.name ?? '';
      Toast.show(t('me.switched', { name }));
    },
  });
  if (me.persons.length < 2) return null;
  return (
    <ListSection title={t('me.actFor')}>
      {me.persons.map((person) => {
        const current = person.personId === acting?.personId;
        return (
          <Row
            key={person.personId}
            mark={<Round tone={current ? 'brand' : 'plain'}>{person.name.slice(0, 1)}</Round>}
            title={person.name}
            below={person.unitName}
            end={current ? <Icon of={CheckOutlined} size={16} label={t('me.current')} /> : undefined}
            {...(current
              ? {}
              : {
                  onOpen: () =>
                    change.mutate(
                      { body: { personId: person.personId } },
                      { onError: (error) => Toast.show(messageOf(error)) },
                    ),
                })}
          />
        );
      })}
      <p className={`small quiet ${styles.hint}`}>{t('me.actForHint')}</p>
    </ListSection>
  );
}
