import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import CloseOutlined from '@ant-design/icons-svg/es/asn/CloseOutlined';
import RightOutlined from '@ant-design/icons-svg/es/asn/RightOutlined';
import type { Redemption } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatTime } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import styles from './DoneLine.module.css';

type Ended = 'confirmed' | 'declined' | 'timedOut' | 'revoked' | 'refunded';

function endedAs(order: Redemption): Ended {
  if (order.state === 'success') return 'confirmed';
  if (order.state === 'refunded' || order.state === 'partially_refunded') return 'refunded';
  if (order.state === 'revoked') return 'revoked';
  return order.closeReason === 'timed_out' ? 'timedOut' : 'declined';
}

/** One finished order in a line; a touch opens it. */
export function DoneLine({ order }: { order: Redemption }) {
  const { t } = useTranslation('merchant');
  const navigate = useNavigate();
  const ended = endedAs(order);
  const { redemptionId } = order;
  return (
    <button
      type="button"
      className={`plain-button ${styles.line}`}
      onClick={() => void navigate({ to: '/orders/$redemptionId', params: { redemptionId } })}
    >
      <span className={styles.mark} data-good={ended === 'confirmed'}>
        <Icon of={ended === 'confirmed' ? CheckOutlined : CloseOutlined} size={12} />
      </span>
      <span className={styles.what}>
        <span>{`${order.offerTitle} × ${order.quantity}`}</span>
        <span className="small quiet">{order.personName}</span>
      </span>
      <span className="small quiet nowrap">{`${formatTime(order.finishedAt ?? order.createdAt)} ${t(`order.${ended}`)}`}</span>
      <Icon of={RightOutlined} size={12} className="quiet" />
    </button>
  );
}
