import MinusOutlined from '@ant-design/icons-svg/es/asn/MinusOutlined';
import PlusOutlined from '@ant-design/icons-svg/es/asn/PlusOutlined';
import type { PublicOffer } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';
import styles from './QuantityStepper.module.css';

/** Pieces of one redemption at most. */
const PIECES_MAX = 20;

interface QuantityStepperProps {
  offer: Pick<PublicOffer, 'stock' | 'perPersonMax' | 'period'>;
  value: number;
  disabled: boolean;
  onChange: (quantity: number) => void;
}

/**
 * How many pieces of an offer: no more than there are, and than one person may have. Not the stepper of antd-mobile, whose
 * field has no name for a screen reader and takes none.
 */
export function QuantityStepper({ offer, value, disabled, onChange }: QuantityStepperProps) {
  const { t } = useTranslation('common');
  const { stock, perPersonMax, period } = offer;
  const max = Math.min(PIECES_MAX, stock ?? PIECES_MAX, perPersonMax ?? PIECES_MAX, period?.perPersonMax ?? PIECES_MAX);
  return (
    <fieldset className={styles['stepper']} aria-label={t('quantity.label')}>
      <button
        type="button"
        aria-label={t('quantity.less')}
        disabled={disabled || value <= 1}
        onClick={() => onChange(value - 1)}
      >
        <Icon of={MinusOutlined} size={16} />
      </button>
      <output aria-live="polite">{value}</output>
      <button
        type="button"
        aria-label={t('quantity.more')}
        disabled={disabled || value >= max}
        onClick={() => onChange(value + 1)}
      >
        <Icon of={PlusOutlined} size={16} />
      </button>
    </fieldset>
  );
}
