import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icons.tsx';
import styles from './Banner.module.css';

/** A line on a tint that says what waits or what to know; with `onOpen` it leads there. */
export function Banner({
  tone = 'warning',
  children,
  onOpen,
}: {
  tone?: 'warning' | 'slate' | 'danger';
  children: ReactNode;
  onOpen?: () => void;
}) {
  const content = (
    <>
      <Icon of={ExclamationCircleOutlined} size={18} />
      <span>{children}</span>
      {onOpen === undefined ? null : <Icon of={RightOutlined} size={12} />}
    </>
  );
  if (onOpen === undefined) {
    return (
      <div className={styles.banner} data-tone={tone} role="status">
        {content}
      </div>
    );
  }
  return (
    <button type="button" className={`plain-button ${styles.banner}`} data-tone={tone} onClick={onOpen}>
      {content}
    </button>
  );
}
