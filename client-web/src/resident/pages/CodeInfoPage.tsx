import QrcodeOutlined from '@ant-design/icons-svg/es/asn/QrcodeOutlined';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { codeInfoRoute } from '../router.tsx';

/** What somebody reads who scanned a resident's code or card with the phone's own camera. */
export function CodeInfoPage() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const isCard = codeInfoRoute.useSearch().of === 'card';
  return (
    <PhonePage
      title={t(isCard ? 'codeInfo.cardTitle' : 'codeInfo.title')}
      white
      bottom={
        <>
          <Button color="primary" block onClick={() => window.location.assign(isCard ? '/desk/' : '/shop/scan')}>
            {t(isCard ? 'codeInfo.desk' : 'codeInfo.shop')}
          </Button>
          <Button block onClick={() => void navigate({ to: '/' })}>
            {t('codeInfo.home')}
          </Button>
        </>
      }
    >
      <p style={{ display: 'grid', placeItems: 'center', padding: 48 }}>
        <Icon of={QrcodeOutlined} size={72} className="quiet" />
      </p>
      <p>{t(isCard ? 'codeInfo.cardText' : 'codeInfo.text')}</p>
    </PhonePage>
  );
}
