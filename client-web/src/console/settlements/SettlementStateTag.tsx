import type { Settlement } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Record<Settlement['state'], TagTone> = {
  gathering: 'plain',
  draft: 'warning',
  cancelling: 'plain',
  cancelled: 'plain',
  closed: 'slate',
  paid: 'success',
};

/** 待签字结账, 待付款, 已付款. */
export function SettlementStateTag({ state }: { state: Settlement['state'] }) {
  const { t } = useTranslation('settlements');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}
