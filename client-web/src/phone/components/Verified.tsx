import SafetyCertificateFilled from '@ant-design/icons-svg/es/asn/SafetyCertificateFilled';
import { Icon } from '../../components/icons.tsx';
import styles from './Verified.module.css';

/** A shop's name with the mark that the community approved it. */
export function VerifiedName({ name, verified, label }: { name: string; verified: boolean; label: string }) {
  return (
    <span className={styles.name}>
      <b>{name}</b>
      {verified ? <Icon of={SafetyCertificateFilled} size={16} label={label} className={styles.mark} /> : null}
    </span>
  );
}
