import type { Claim } from '@red-points/shared/contracts';
import { Dialog, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { useWithdrawClaim } from '../../features/claims/use-withdraw-claim.ts';

/** Takes a claim or a whole case back on the phone; asked first, for it cannot be filed back. */
export function useAskToWithdraw(claim: Pick<Claim, 'claimId' | 'caseId'>, onDone?: () => void) {
  const { t } = useTranslation('claimForm');
  const { isPending, withdraw } = useWithdrawClaim(claim, () => {
    Toast.show({ content: t('withdraw.done') });
    onDone?.();
  });
  const verb = t(claim.caseId === null ? 'withdraw.verb' : 'withdraw.verbCase');
  const ask = async (): Promise<void> => {
    const title = t(claim.caseId === null ? 'withdraw.ask' : 'withdraw.askCase');
    const content = t(claim.caseId === null ? 'withdraw.what' : 'withdraw.whatCase');
    const sure = await Dialog.confirm({ title, content, confirmText: verb });
    if (sure) await withdraw().catch((error) => Toast.show({ content: messageOf(error) }));
  };
  return { verb, isPending, ask: () => void ask() };
}
