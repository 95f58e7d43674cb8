import WarningOutlined from '@ant-design/icons-svg/es/asn/WarningOutlined';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { Icon } from '../components/icons.tsx';
import styles from '../phone/components/states.module.css';

/** A code that does not count (any more): why, and the way to scan another. */
export function ScanAgain({ words }: { words: string }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  return (
    <div className={styles.state} role="alert">
      <Icon of={WarningOutlined} size={40} />
      <p>{words}</p>
      <Button color="primary" onClick={() => void navigate({ to: '/scan', replace: true })}>
        {t('checkIn.again')}
      </Button>
    </div>
  );
}
