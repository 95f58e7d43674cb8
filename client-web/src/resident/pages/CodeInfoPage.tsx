import QrcodeOutlined from '@ant-design/icons-svg/es/asn/QrcodeOutlined';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';

/** What somebody reads who scanned a resident's code with the phone's own camera. */
export function CodeInfoPage() {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <PhonePage
      title={t('codeInfo.title')}
      white
      bottom={
        <>
          <Button color="primary" block onClick={() => window.location.assign('/shop/scan')}>
            {t('codeInfo.shop')}
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
      <p>{t('codeInfo.text')}</p>
    </PhonePage>
  );
}
