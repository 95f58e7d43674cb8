import type { PersonLine } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { StateTag } from './StateTag.tsx';

const TONES = { verified: 'success', unverified: 'warning', closed: 'plain' } as const;

/** 已核实, 待核实, 已关闭. */
export function PersonStatusTag({ status }: { status: PersonLine['status'] }) {
  const { t } = useTranslation('consolePeople');
  return <StateTag tone={TONES[status]}>{t(`status.${status}`)}</StateTag>;
}
