import ArrowLeftOutlined from '@ant-design/icons-svg/es/asn/ArrowLeftOutlined';
import { Icon } from '../../../components/icons.tsx';
import styles from './record.module.css';

/** The way back to the list, as the page's title. */
export function BackToList({ title, label, onBack }: { title: string; label: string; onBack: () => void }) {
  return (
    <button type="button" className={`plain-button ${styles.back}`} onClick={onBack} aria-label={label}>
      <Icon of={ArrowLeftOutlined} size={16} className="quiet" />
      {title}
    </button>
  );
}
