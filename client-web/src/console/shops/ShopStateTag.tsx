import type { Redemption, Shop } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const SHOP_TONES: Record<Shop['state'], TagTone> = {
  applied: 'warning',
  active: 'success',
  suspended: 'danger',
  closed: 'plain',
};

/** 待审批, 合作中, 已暂停, 已终止. */
export function ShopStateTag({ state }: { state: Shop['state'] }) {
  const { t } = useTranslation('consoleShops');
  return <StateTag tone={SHOP_TONES[state]}>{t(`state.${state}`)}</StateTag>;
}

const REDEMPTION_TONES: Record<Redemption['state'], TagTone> = {
  created: 'plain',
  awaiting_resident: 'warning',
  awaiting_confirm: 'warning',
  booked: 'slate',
  success: 'success',
  closed: 'plain',
  revoked: 'plain',
  partially_refunded: 'slate',
  refunded: 'slate',
};

/** What became of a redemption; staff read 待核销 where residents read 兑换中. */
export function RedemptionStateTag({ redemption }: { redemption: Pick<Redemption, 'state' | 'closeReason'> }) {
  const { t } = useTranslation('consoleShops');
  const { state, closeReason } = redemption;
  return (
    <StateTag tone={REDEMPTION_TONES[state]}>
      {state === 'closed' && closeReason !== null ? t(`closed.${closeReason}`) : t(`redemption.${state}`)}
    </StateTag>
  );
}
