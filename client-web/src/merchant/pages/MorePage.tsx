import AccountBookOutlined from '@ant-design/icons-svg/es/asn/AccountBookOutlined';
import BellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined';
import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import FileProtectOutlined from '@ant-design/icons-svg/es/asn/FileProtectOutlined';
import HistoryOutlined from '@ant-design/icons-svg/es/asn/HistoryOutlined';
import InboxOutlined from '@ant-design/icons-svg/es/asn/InboxOutlined';
import PrinterOutlined from '@ant-design/icons-svg/es/asn/PrinterOutlined';
import QrcodeOutlined from '@ant-design/icons-svg/es/asn/QrcodeOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import TeamOutlined from '@ant-design/icons-svg/es/asn/TeamOutlined';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useShopState } from '../ClosedShop.tsx';
import { chooseShop, useIsOwner, useOwnShop, useOwnShops } from '../shop.ts';

/** The rest of a shop's pages. */
export function MorePage() {
  const { t } = useTranslation([
    'merchant',
    'common',
    'settlements',
    'shopOrders',
    'shopWork',
    'bookings',
    'signSheet',
  ]);
  const back = useBack();
  const navigate = useNavigate();
  const me = useMe();
  const shop = useOwnShop();
  const isOwner = useIsOwner();
  // What a shop that takes part no more has left: what it did, what it is owed, what was agreed.
  const runs = useShopState(shop?.shopId ?? '') !== 'closed';
  const arrow = <Icon of={RightOutlined} size={12} className="quiet" />;
  const leave = async (): Promise<void> => {
    if (await Dialog.confirm({ content: t('more.signOutAsk'), confirmText: t('more.signOut') })) await signOut();
  };
  return (
    <PhonePage title={t('more.title')} onBack={back}>
      <Card>
        <Row
          mark={<Round tone="slate">{me.displayName.slice(0, 1)}</Round>}
          title={<b>{me.displayName}</b>}
          // A sign-in that is called like its shop says it once.
          below={shop?.shopName === me.displayName ? undefined : shop?.shopName}
        />
      </Card>
      <ShopChoice />
      <Card>
        {runs ? (
          <Row
            mark={<Icon of={QrcodeOutlined} size={20} className="quiet" />}
            title={t('more.poster')}
            end={arrow}
            onOpen={() => void navigate({ to: '/poster' })}
          />
        ) : null}
        <Row
          mark={<Icon of={HistoryOutlined} size={20} className="quiet" />}
          title={t('more.history')}
          end={arrow}
          onOpen={() => void navigate({ to: '/history' })}
        />
        <Row
          mark={<Icon of={InboxOutlined} size={20} className="quiet" />}
          title={t('stock.entry', { ns: 'shopWork' })}
          end={arrow}
          onOpen={() => void navigate({ to: '/stock' })}
        />
        <Row
          mark={<Icon of={PrinterOutlined} size={20} className="quiet" />}
          title={t('name', { ns: 'signSheet' })}
          end={arrow}
          onOpen={() => void navigate({ to: '/sign-sheet' })}
        />
        <Row
          mark={<Icon of={CalendarOutlined} size={20} className="quiet" />}
          title={t('calendar.title', { ns: 'bookings' })}
          end={arrow}
          onOpen={() => void navigate({ to: '/calendar' })}
        />
        {isOwner && runs ? (
          <>
            <Row
              mark={<Icon of={TeamOutlined} size={20} className="quiet" />}
              title={t('staff.entry', { ns: 'shopWork' })}
              end={arrow}
              onOpen={() => void navigate({ to: '/staff' })}
            />
            <Row
              mark={<Icon of={ClockCircleOutlined} size={20} className="quiet" />}
              title={t('opening.entry', { ns: 'shopWork' })}
              end={arrow}
              onOpen={() => void navigate({ to: '/opening' })}
            />
          </>
        ) : null}
        {isOwner ? (
          <>
            <Row
              mark={<Icon of={AccountBookOutlined} size={20} className="quiet" />}
              title={t('shop.entry', { ns: 'settlements' })}
              end={arrow}
              onOpen={() => void navigate({ to: '/settlements' })}
            />
            <Row
              mark={<Icon of={FileProtectOutlined} size={20} className="quiet" />}
              title={t('agreement.title', { ns: 'shopOrders' })}
              end={arrow}
              onOpen={() => void navigate({ to: '/agreement' })}
            />
          </>
        ) : null}
        <Row
          mark={<Icon of={BellOutlined} size={20} className="quiet" />}
          title={t('more.messages')}
          end={arrow}
          onOpen={() => void navigate({ to: '/messages' })}
        />
        <Row title={t('language.name', { ns: 'common' })} end={<LanguageSwitch className="link" />} />
      </Card>
      <Button block onClick={() => void leave()}>
        {t('more.signOut')}
      </Button>
    </PhonePage>
  );
}

/** Whoever works in several shops chooses for which of them this phone stands. */
function ShopChoice() {
  const { t } = useTranslation('shopWork');
  const own = useOwnShop();
  const shops = useOwnShops();
  if (shops.length < 2) return null;
  return (
    <ListSection title={t('own.title')}>
      {shops.map(({ shopId, shopName }) => (
        <Row
          key={shopId}
          title={shopName}
          end={shopId === own?.shopId ? <Icon of={CheckOutlined} size={16} label={t('branches.main')} /> : undefined}
          {...(shopId === own?.shopId ? {} : { onOpen: () => chooseShop(shopId) })}
        />
      ))}
    </ListSection>
  );
}
