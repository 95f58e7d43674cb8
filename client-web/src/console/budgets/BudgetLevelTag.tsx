import type { Budget } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Record<Budget['level'], TagTone> = {
  unlimited: 'plain',
  calm: 'success',
  near: 'warning',
  used_up: 'danger',
};

/** How near a budget is to its limit, in a word with a sign. */
export function BudgetLevelTag({ level }: { level: Budget['level'] }) {
  const { t } = useTranslation('consoleBudgets');
  return <StateTag tone={TONES[level]}>{t(`level.${level}`)}</StateTag>;
}
