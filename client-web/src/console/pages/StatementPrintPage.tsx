import { people } from '@red-points/shared/contracts';
import { useParams, useSearch } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { StatementSheet } from '../../features/statement/StatementSheet.tsx';
import { useWholeStatement } from '../../features/statement/use-whole-statement.ts';
import { PageTrouble } from '../components/Trouble.tsx';
import styles from '../print/passbook.module.css';
import { spanAsked } from '../reports/period.ts';
import type { StatementPrintSearch } from '../search.ts';

/** 积分对账单 of any period, for the counter and for whoever has no phone. */
export function StatementPrintPage() {
  const { t } = useTranslation('consolePrint');
  const { personId = '' } = useParams({ strict: false }) as { personId?: string };
  const period = spanAsked(useSearch({ strict: false }) as StatementPrintSearch, businessDate());
  const person = useRead(people.get, { params: { personId } });
  const statement = useWholeStatement({ personId }, period);
  const error = person.error ?? statement.error;
  if (error !== null)
    return <PageTrouble error={error} onRetry={() => void Promise.all([person.refetch(), statement.refetch()])} />;
  if (person.data === undefined || statement.data === undefined) return <Spin fullscreen />;
  return (
    <main className={styles.desk}>
      <div className={`${styles.tools ?? ''} no-print`}>
        <Button onClick={() => window.close()}>{t('close')}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print')}
        </Button>
      </div>
      <StatementSheet name={person.data.maskedName} unit={person.data.unitName} statement={statement.data} />
    </main>
  );
}
