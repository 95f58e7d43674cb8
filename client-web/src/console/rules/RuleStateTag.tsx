import type { RuleVersion } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { StateTag } from '../parts/StateTag.tsx';

const TONES = { draft: 'warning', published: 'success', retired: 'plain' } as const;

/** 草稿, 施行中, 已废止. */
export function RuleStateTag({ state }: { state: RuleVersion['state'] }) {
  const { t } = useTranslation('consoleRules');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}
