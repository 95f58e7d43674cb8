import { accounts } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { StatementSheet } from '../../features/statement/StatementSheet.tsx';
import { useWholeStatement } from '../../features/statement/use-whole-statement.ts';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useActingPerson } from '../acting.ts';
import { statementPrintRoute } from '../router.tsx';
import styles from './StatementPrintPage.module.css';

/** The statement on paper: A4, for the resident to keep or hand in. */
export function StatementPrintPage() {
  const { t } = useTranslation('statement');
  const back = useBack();
  const { account: accountId, ...period } = statementPrintRoute.useSearch();
  const person = useActingPerson();
  const own = useRead(accounts.own, {});
  const statement = useWholeStatement({ accountId }, period);
  const of = own.data?.items.find((account) =>
    accountId === undefined ? account.credited : account.accountId === accountId,
  );
  return (
    <main className={styles.desk}>
      <div className={styles.tools}>
        <button type="button" onClick={back}>
          {t('close')}
        </button>
        <button type="button" data-main="true" onClick={() => window.print()}>
          {t('print')}
        </button>
      </div>
      {statement.error === null ? null : <Trouble error={statement.error} onRetry={() => void statement.refetch()} />}
      {statement.data === undefined || own.data === undefined ? (
        <Waiting rows={8} />
      ) : (
        <StatementSheet
          name={of?.name ?? person?.name ?? ''}
          unit={person?.unitName ?? ''}
          statement={statement.data}
        />
      )}
    </main>
  );
}
