import DesktopOutlined from '@ant-design/icons-svg/es/asn/DesktopOutlined';
import LaptopOutlined from '@ant-design/icons-svg/es/asn/LaptopOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { signOut, useMe } from '../../api/index.ts';
import { inOneLine } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { LanguageSwitch } from '../../components/LanguageSwitch.tsx';
import { useMay } from '../../features/use-may.ts';
import { Card } from '../../phone/components/Card.tsx';
import { Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';

/** Who is signed in, and what is rarely needed. */
export function MePage() {
  const { t } = useTranslation(['desk', 'common']);
  const back = useBack();
  const navigate = useNavigate();
  const me = useMe();
  const may = useMay();
  const roles = me.grants.map(({ role, unitName }) => [t(`me.role.${role}`), unitName ?? ''].join(' ').trim());
  const arrow = <Icon of={RightOutlined} size={12} className="quiet" />;
  const leave = async (): Promise<void> => {
    if (await Dialog.confirm({ content: t('me.signOutAsk'), confirmText: t('me.signOut') })) await signOut();
  };
  return (
    <PhonePage title={t('me.title')} onBack={back}>
      <Card>
        <Row
          mark={<Round tone="slate">{me.displayName.slice(0, 1)}</Round>}
          title={<b>{me.displayName}</b>}
          below={inOneLine(...roles)}
        />
      </Card>
      <Card>
        {may('displays.manage') ? (
          <Row
            mark={<Icon of={DesktopOutlined} size={20} className="quiet" />}
            title={t('me.screens')}
            below={t('me.screensHint')}
            end={arrow}
            onOpen={() => void navigate({ to: '/screens' })}
          />
        ) : null}
        <Row
          mark={<Icon of={LaptopOutlined} size={20} className="quiet" />}
          title={t('me.console')}
          end={arrow}
          onOpen={() => window.location.assign('/console/')}
        />
        <Row title={t('language.name', { ns: 'common' })} end={<LanguageSwitch className="link" />} />
      </Card>
      <Button block onClick={() => void leave()}>
        {t('me.signOut')}
      </Button>
    </PhonePage>
  );
}
