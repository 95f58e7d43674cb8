import type { PublicOffer } from '@red-points/shared/contracts';
import { Stepper } from 'antd-mobile';

/** Pieces of one redemption at most. */
const PIECES_MAX = 20;

interface QuantityStepperProps {
  offer: Pick<PublicOffer, 'stock' | 'perPersonMax' | 'period'>;
  value: number;
  disabled: boolean;
  onChange: (quantity: number) => void;
}

/** How many pieces of an offer: no more than there are, and than one person may have. */
export function QuantityStepper({ offer, value, disabled, onChange }: QuantityStepperProps) {
  const { stock, perPersonMax, period } = offer;
  const max = Math.min(PIECES_MAX, stock ?? PIECES_MAX, perPersonMax ?? PIECES_MAX, period?.perPersonMax ?? PIECES_MAX);
  return (
    <Stepper
      min={1}
      max={Math.max(1, max)}
      value={value}
      disabled={disabled}
      onChange={(quantity) => onChange(quantity ?? 1)}
    />
  );
}
