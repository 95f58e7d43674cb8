import { accounts, type OwnAccountLine } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { Chips } from '../../phone/components/Chips.tsx';

interface AccountChoiceProps {
  /** Undefined for the account that counts for this person now. */
  readonly chosen: string | undefined;
  readonly onChoose: (accountId: string) => void;
}

/** Whose statement, where somebody may look into more than one account; nothing else. */
export function AccountChoice({ chosen, onChoose }: AccountChoiceProps) {
  const { t } = useTranslation('statement');
  const items = useRead(accounts.own, {}).data?.items ?? [];
  if (items.length < 2) return null;
  const counts = items.find(({ credited }) => credited)?.accountId ?? '';
  const nameOf = ({ kind, name }: OwnAccountLine): string => {
    if (kind === 'own') return t('account.own');
    return kind === 'joined' ? t('account.joined') : name;
  };
  return (
    <Chips
      chips={items.map((account) => ({ key: account.accountId, label: nameOf(account) }))}
      chosen={chosen ?? counts}
      onChoose={onChoose}
    />
  );
}
