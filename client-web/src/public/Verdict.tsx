import CheckCircleFilled from '@ant-design/icons-svg/es/asn/CheckCircleFilled';
import CloseCircleOutlined from '@ant-design/icons-svg/es/asn/CloseCircleOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import QuestionCircleOutlined from '@ant-design/icons-svg/es/asn/QuestionCircleOutlined';
import { Icon } from '../components/icons.tsx';
import styles from './ReceiptResult.module.css';

const TONES = {
  holds: { icon: CheckCircleFilled, look: 'holds' },
  fails: { icon: CloseCircleOutlined, look: 'fails' },
  /** It cannot be told. */
  undecided: { icon: QuestionCircleOutlined, look: 'undecided' },
  /** It was so, and is not any more. */
  changed: { icon: ExclamationCircleOutlined, look: 'undecided' },
} as const;

/** What came of checking a paper, in a few words and a colour. */
export function Verdict({ tone, title, below }: { tone: keyof typeof TONES; title: string; below: string }) {
  const { icon, look } = TONES[tone];
  return (
    <div className={styles.verdict} data-tone={look}>
      <Icon of={icon} size={32} />
      <div>
        <b>{title}</b>
        <p>{below}</p>
      </div>
    </div>
  );
}
