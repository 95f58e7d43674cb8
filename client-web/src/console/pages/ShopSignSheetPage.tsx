import { useParams, useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Spin } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import { SignSheet } from '../../features/sign-sheets/SignSheet.tsx';
import { useSignSheet } from '../../features/sign-sheets/use-sign-sheet.ts';
import { Trouble } from '../components/Trouble.tsx';
import frame from '../print/passbook.module.css';
import styles from '../print/sheet.module.css';

/** 兑换签收表 on A4: what a shop handed over on some days, with room for a signature beside each line. */
export function ShopSignSheetPage() {
  const { t } = useTranslation(['consoleShopWork', 'consolePrint']);
  const { shopId = '' } = useParams({ strict: false }) as { shopId?: string };
  const search = useSearch({ strict: false }) as { from?: string; until?: string };
  const { days, setDays, list, head } = useSignSheet(shopId, search);
  return (
    <main className={frame['desk']}>
      <div className={`${frame['tools'] ?? ''} no-print`}>
        <DatePicker.RangePicker
          aria-label={t('sheet.choose')}
          value={[dayjs(days.from), dayjs(days.until)]}
          allowClear={false}
          onChange={(chosen) => {
            const [from, until] = chosen ?? [];
            if (from && until) setDays({ from: from.format('YYYY-MM-DD'), until: until.format('YYYY-MM-DD') });
          }}
        />
        {list.hasNextPage ? (
          <Button loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            {t('sheet.more')}
          </Button>
        ) : null}
        <Button onClick={() => window.close()}>{t('close', { ns: 'consolePrint' })}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print', { ns: 'consolePrint' })}
        </Button>
      </div>
      {list.error !== null && head === undefined ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isPending ? <Spin fullscreen /> : null}
      {head === undefined ? null : (
        <SignSheet
          head={head}
          lines={list.items}
          days={days}
          className={`paper ${styles['sheet'] ?? ''}`}
          footClassName={styles['foot'] ?? ''}
        />
      )}
    </main>
  );
}
