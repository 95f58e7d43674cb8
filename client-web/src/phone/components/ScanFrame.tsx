import LeftOutlined from '@ant-design/icons-svg/es/asn/LeftOutlined';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import styles from './ScanFrame.module.css';

/** A dark page that the camera fills, with a bar over it. */
export function ScanFrame({ title, onBack, children }: { title: string; onBack: () => void; children: ReactNode }) {
  const { t } = useTranslation('common');
  return (
    <div className={styles.frame}>
      <header>
        <button type="button" className="plain-button" onClick={onBack} aria-label={t('action.back')}>
          <Icon of={LeftOutlined} size={18} />
        </button>
        <h1>{title}</h1>
      </header>
      <main>{children}</main>
    </div>
  );
}
