import type { AccountChange } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { TagTone } from '../../components/Tag.tsx';
import { StateTag } from '../parts/StateTag.tsx';

const TONES: Record<AccountChange['state'], TagTone> = {
  proposed: 'warning',
  confirmed: 'warning',
  done: 'success',
  refused: 'danger',
  withdrawn: 'plain',
};

/** 待确认, 办理中, 已办结, 未办成, 已撤回. */
export function ChangeStateTag({ state }: { state: AccountChange['state'] }) {
  const { t } = useTranslation('consoleAccounts');
  return <StateTag tone={TONES[state]}>{t(`state.${state}`)}</StateTag>;
}
