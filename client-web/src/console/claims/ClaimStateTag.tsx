import type { Claim } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Partial<Record<Claim['state'], TagTone>> = {
  waiting: 'warning',
  returned: 'warning',
  in_publicity: 'slate',
  objected: 'danger',
  posted: 'success',
};

/** Where a claim stands. */
export function ClaimStateTag({ state }: { state: Claim['state'] }) {
  const { t } = useTranslation('consoleOversight');
  return <StateTag tone={TONES[state] ?? 'plain'}>{t(`claimState.${state}`)}</StateTag>;
}
