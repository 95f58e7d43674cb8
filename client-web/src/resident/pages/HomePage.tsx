import FontSizeOutlined from '@ant-design/icons-svg/es/asn/FontSizeOutlined';
import QrcodeOutlined from '@ant-design/icons-svg/es/asn/QrcodeOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import { activities, checkIns, people, redemptions, service, shops } from '@red-points/shared/contracts';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useMe, useRead } from '../../api/index.ts';
import {
  formatDate,
  formatHours,
  formatTileDay,
  formatTime,
  inOneLine,
  partOfDay,
} from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { useNoticesLive, useUnread } from '../../features/notices/use-unread.ts';
import { Stars } from '../../features/service/Stars.tsx';
import { ActionTiles } from '../../phone/components/ActionTiles.tsx';
import { BalanceCard } from '../../phone/components/BalanceCard.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { DayTile, ListSection, Row } from '../../phone/components/ListSection.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { Nothing, Shown, Trouble } from '../../phone/components/states.tsx';
import { VerifiedName } from '../../phone/components/Verified.tsx';
import { chooseElder, useElder } from '../../phone/elder.ts';
import { Bell } from '../../phone/notices/Bell.tsx';
import { useActingPerson } from '../acting.ts';
import { DebtNote } from '../DebtNote.tsx';
import { ElderHome } from '../ElderHome.tsx';
import { OwnPart } from '../OwnPart.tsx';
import { TabPage } from '../TabPage.tsx';
import styles from './HomePage.module.css';

/** A resident's first page: the balance, two big acts, what comes next, shops near. */
export function HomePage() {
  const me = useMe();
  const elder = useElder();
  if (me.registrationNeeded) return <Navigate to="/register" replace />;
  return elder ? <ElderHome /> : <NormalHome />;
}

type Account = CallAnswer<typeof people.ownAccount>;

function NormalHome() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const person = useActingPerson();
  const account = useRead(people.ownAccount, {});
  useNoticesLive(person === undefined ? undefined : `person:${person.personId}`);
  return (
    <TabPage tab="home" header={<Greeting name={person?.name ?? ''} unit={person?.unitName ?? ''} />}>
      {account.isError && account.data === undefined ? (
        <Trouble error={account.error} onRetry={() => void account.refetch()} />
      ) : (
        <Balance account={account.data} />
      )}
      {person?.status === 'unverified' ? <Banner>{t('home.unverified')}</Banner> : null}
      <DebtNote account={account.data} />
      <Waiting />
      <ActionTiles
        tiles={[
          {
            key: 'scan',
            icon: ScanOutlined,
            title: t('home.scan'),
            hint: t('home.scanHint'),
            onOpen: () => void navigate({ to: '/scan' }),
          },
          {
            key: 'code',
            icon: QrcodeOutlined,
            title: t('home.code'),
            hint: t('home.codeHint'),
            onOpen: () => void navigate({ to: '/code' }),
          },
        ]}
      />
      <OwnService />
      <NextActivity />
      <ShopsNear />
    </TabPage>
  );
}

function Greeting({ name, unit }: { name: string; unit: string }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <header className={styles.greeting}>
      <h1>{t('home.hello', { name, greeting: t(`home.${partOfDay()}`) })}</h1>
      <span className="small quiet">{unit}</span>
      <button type="button" className={styles.elder} onClick={() => chooseElder(true)}>
        <Icon of={FontSizeOutlined} size={14} />
        {t('home.elder')}
      </button>
      <Bell unread={useUnread()} onOpen={() => void navigate({ to: '/messages' })} />
    </header>
  );
}

function Balance({ account }: { account: Account | undefined }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const [hidden, setHidden] = useState(false);
  const due = account?.nextExpiry;
  return (
    <BalanceCard
      label={t('home.available')}
      points={account?.available}
      hidden={hidden}
      onToggleHidden={() => setHidden(!hidden)}
      detailsLabel={t('home.details')}
      onDetails={() => void navigate({ to: '/statement' })}
      parts={
        account === undefined
          ? []
          : [
              { label: t('home.held'), points: account.held },
              { label: t('home.pending'), points: account.pending },
              {
                label: due ? t('home.due', { date: formatDate(due.lastDay) }) : t('home.dueNone'),
                points: due?.points ?? 0,
              },
            ]
      }
    />
  );
}

/** What waits for this person now: an open redemption, an attendance without check-out. */
function Waiting() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const open =
    useRead(redemptions.listOwn, { query: { show: 'open' } }, { everyMs: 8000, staleMs: 0 }).data?.items ?? [];
  const attendance = useRead(checkIns.current, {}, { everyMs: 30_000 }).data?.attendance;
  return (
    <>
      {open.map((redemption) => (
        <Banner
          key={redemption.redemptionId}
          tone={redemption.state === 'awaiting_resident' ? 'danger' : 'warning'}
          onOpen={() =>
            void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId: redemption.redemptionId } })
          }
        >
          <b>{t(redemption.state === 'awaiting_resident' ? 'home.approveWaiting' : 'home.openRedemption')}</b>
          <br />
          {t('home.openRedemptionHint', { offer: redemption.offerTitle, shop: redemption.shopName })}
        </Banner>
      ))}
      {attendance ? (
        <Banner
          tone="slate"
          onOpen={() => void navigate({ to: '/activities/$activityId', params: { activityId: attendance.activityId } })}
        >
          <b>{t('home.checkedIn', { title: attendance.activityTitle })}</b>
          <br />
          {t('home.checkedInHint', { time: formatTime(attendance.checkedInAt) })}
        </Banner>
      ) : null}
    </>
  );
}

/** The star level and the hours, on the way to the certificate; nothing for who has not served yet. */
function OwnService() {
  const { t } = useTranslation('service');
  const navigate = useNavigate();
  const record = useRead(service.own, {}).data;
  if (record === undefined || record.minutes <= 0) return null;
  return (
    <Card>
      <Row
        title={
          <span className={styles.service}>
            <Stars held={record.stars} size={16} />
            {record.stars === 0 ? t('noStars') : t('stars', { count: record.stars })}
          </span>
        }
        below={`${t('total')} ${t('hours', { hours: formatHours(record.minutes) })}`}
        end={<Icon of={RightOutlined} size={12} className="quiet" />}
        onOpen={() => void navigate({ to: '/service' })}
      />
    </Card>
  );
}

function NextActivity() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const list = useRead(activities.listForResidents, { query: { limit: 5 } });
  return (
    <ListSection title={t('home.next')} onAll={() => void navigate({ to: '/activities' })}>
      <Shown of={list} rows={1}>
        {({ items }) => {
          const next = items.find((activity) => activity.mine === 'signed_up') ?? items[0];
          if (next === undefined) return <Nothing title={t('home.noNext')} />;
          return (
            <Row
              mark={<DayTile day={formatTileDay(next.startsAt)} time={formatTime(next.startsAt)} />}
              title={<b>{next.title}</b>}
              below={t('home.until', { place: next.place, time: formatTime(next.endsAt) })}
              end={<OwnPart activity={next} />}
              onOpen={() => void navigate({ to: '/activities/$activityId', params: { activityId: next.activityId } })}
            />
          );
        }}
      </Shown>
    </ListSection>
  );
}

function ShopsNear() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const list = useRead(shops.nearby, { query: { limit: 4 } });
  return (
    <ListSection title={t('home.shops')} onAll={() => void navigate({ to: '/offers' })}>
      <Shown of={list} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('home.noShops')} />
          ) : (
            items.slice(0, 4).map((shop) => {
              const offer = shop.offers[0];
              return (
                <Row
                  key={shop.shopId}
                  mark={<OfferPicture name={offer?.picture ?? 'voucher'} pictureId={offer?.pictureId ?? null} />}
                  title={<VerifiedName name={shop.name} verified={shop.verified} label={t('shop.verified')} />}
                  below={
                    offer === undefined
                      ? t('shop.noOffers')
                      : inOneLine(
                          offer.title,
                          offer.stock === null ? t('shop.leftMany') : t('shop.left', { count: offer.stock }),
                        )
                  }
                  end={offer === undefined ? undefined : <Points value={offer.points} strong />}
                  onOpen={() => void navigate({ to: '/offers', search: { shop: shop.shopId } })}
                />
              );
            })
          )
        }
      </Shown>
    </ListSection>
  );
}
