import type { RuleVersion } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../parts/StateTag.tsx';

const TONES = {
  draft: 'warning',
  scheduled: 'slate',
  in_force: 'success',
  standby: 'plain',
  suspended: 'warning',
  superseded: 'plain',
  ended: 'plain',
  withdrawn: 'plain',
} as const;

/** 草稿, 待施行, 施行中, 备用, 已更替 … */
export function RulePhaseTag({ phase }: { phase: RuleVersion['phase'] }) {
  const { t } = useTranslation('ruleWords');
  return <StateTag tone={TONES[phase]}>{t(`phase.${phase}`)}</StateTag>;
}
