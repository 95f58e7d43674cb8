import type { Activity } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Record<Activity['state'], TagTone> = {
  draft: 'plain',
  submitted: 'warning',
  returned: 'warning',
  rejected: 'plain',
  approved: 'slate',
  open: 'slate',
  under_way: 'success',
  ended: 'plain',
  settled: 'plain',
  cancelled: 'plain',
};

/** Where an activity stands. */
export function ActivityStateTag({ state }: { state: Activity['state'] }) {
  const { t } = useTranslation('consoleActivities');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}
