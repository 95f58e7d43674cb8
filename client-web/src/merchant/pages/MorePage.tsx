import AccountBookOutlined from '@ant-design/icons-svg/es/asn/AccountBookOutlined';
import BellOutlined from '@ant-design/icons-svg/es/asn/BellOutlined';
import HistoryOutlined from '@ant-design/icons-svg/es/asn/HistoryOutlined';
import QrcodeOutlined from '@ant-design/icons-svg/es/asn/QrcodeOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../../api/index.ts';
import { Icon } from '../../components/icons.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';

/** The rest of a shop's pages. */
export function MorePage() {
  const { t } = useTranslation(['merchant', 'common', 'settlements']);
  const back = useBack();
  const navigate = useNavigate();
  const me = useMe();
  const shop = useOwnShop();
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
          below={shop?.shopName}
        />
      </Card>
      <Card>
        <Row
          mark={<Icon of={QrcodeOutlined} size={20} className="quiet" />}
          title={t('more.poster')}
          end={arrow}
          onOpen={() => void navigate({ to: '/poster' })}
        />
        <Row
          mark={<Icon of={HistoryOutlined} size={20} className="quiet" />}
          title={t('more.history')}
          end={arrow}
          onOpen={() => void navigate({ to: '/history' })}
        />
        {me.grants.some(({ role }) => role === 'merchant_owner') ? (
          <Row
            mark={<Icon of={AccountBookOutlined} size={20} className="quiet" />}
            title={t('shop.entry', { ns: 'settlements' })}
            end={arrow}
            onOpen={() => void navigate({ to: '/settlements' })}
          />
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
