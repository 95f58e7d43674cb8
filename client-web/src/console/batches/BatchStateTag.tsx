import type { Batch } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Record<Batch['state'], TagTone> = {
  checking: 'slate',
  filed: 'warning',
  posting: 'slate',
  posted: 'success',
  declined: 'danger',
  withdrawn: 'plain',
};

/** Where a batch stands. */
export function BatchStateTag({ state }: { state: Batch['state'] }) {
  const { t } = useTranslation('consoleBatches');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}
