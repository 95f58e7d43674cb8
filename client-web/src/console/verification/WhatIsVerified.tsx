import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import { Panel } from '../parts/Panel.tsx';
import styles from './WhatIsVerified.module.css';

const PARTS = ['numbers', 'hashes', 'states', 'lots', 'undone', 'pairs', 'records', 'collection'] as const;

/** What a verification looks at, for whoever has to trust it. */
export function WhatIsVerified() {
  const { t } = useTranslation('consoleVerify');
  return (
    <Panel title={t('what.title')} padded>
      <ul className={styles.parts}>
        {PARTS.map((part) => (
          <li key={part}>
            <Icon of={CheckOutlined} size={12} className="quiet" />
            <span>{t(`what.${part}`)}</span>
          </li>
        ))}
      </ul>
      <p className={`small quiet ${styles.note}`}>{t('what.note')}</p>
    </Panel>
  );
}
