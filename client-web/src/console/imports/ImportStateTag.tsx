import type { Import } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Record<Import['state'], TagTone> = {
  reading: 'slate',
  previewed: 'slate',
  proposed: 'warning',
  posting: 'slate',
  posted: 'success',
  undoing: 'slate',
  undone: 'plain',
  failed: 'danger',
  withdrawn: 'plain',
};

/** Where an import stands. */
export function ImportStateTag({ state }: { state: Import['state'] }) {
  const { t } = useTranslation('consoleImports');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}
