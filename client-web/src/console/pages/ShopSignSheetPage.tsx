import { signSheets } from '@red-points/shared/contracts';
import { useParams, useSearch } from '@tanstack/react-router';
import { Button, DatePicker, Spin } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList } from '../../api/index.ts';
import { businessDate, formatNumber, formatShortMoment } from '../../components/formatters.ts';
import { Trouble } from '../components/Trouble.tsx';
import frame from '../print/passbook.module.css';
import styles from '../print/sheet.module.css';

type Line = ItemOf<typeof signSheets.get>;

/** 兑换签收表 on A4: what a shop handed over on some days, with room for a signature beside each line. */
export function ShopSignSheetPage() {
  const { t } = useTranslation(['consoleShopWork', 'consolePrint']);
  const { shopId = '' } = useParams({ strict: false }) as { shopId?: string };
  const search = useSearch({ strict: false }) as { from?: string; until?: string };
  const today = businessDate();
  const [days, setDays] = useState({ from: search.from ?? today, until: search.until ?? today });
  const list = useList(
    signSheets.get,
    { params: { shopId }, query: { ...days, limit: 200 } },
    { enabled: shopId !== '', staleMs: 0 },
  );
  const head = list.first;
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
        <article className={`paper ${styles['sheet']}`}>
          <h1>{t('sheet.title', { shop: head.shopName })}</h1>
          <p>{t('sheet.range', { unit: head.unitName, ...days })}</p>
          {list.items.length === 0 ? <p>{t('sheet.none')}</p> : <Lines lines={list.items} />}
          <p className={styles['foot']}>{t('sheet.foot')}</p>
        </article>
      )}
    </main>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation('consoleShopWork');
  const sumOf = (value: (line: Line) => number): number => lines.reduce((sum, line) => sum + value(line), 0);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('sheet.column.number')}</th>
            <th scope="col">{t('sheet.column.at')}</th>
            <th scope="col">{t('sheet.column.name')}</th>
            <th scope="col">{t('sheet.column.thing')}</th>
            <th scope="col">{t('sheet.column.quantity')}</th>
            <th scope="col">{t('sheet.column.points')}</th>
            <th scope="col" style={{ width: '32mm' }}>
              {t('sheet.column.sign')}
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line) => (
            <tr key={line.redemptionId}>
              <td>{line.number}</td>
              <td style={{ whiteSpace: 'nowrap' }}>{formatShortMoment(line.at)}</td>
              <td style={{ whiteSpace: 'nowrap' }}>
                {line.maskedName} <small>{line.shortCode}</small>
              </td>
              <td>
                {line.title}
                {line.refundedPoints === 0 ? null : (
                  <small> {t('sheet.refunded', { points: formatNumber(line.refundedPoints) })}</small>
                )}
              </td>
              <td style={{ minWidth: 0 }}>{formatNumber(line.quantity)}</td>
              <td style={{ minWidth: 0 }}>{formatNumber(line.points)}</td>
              <td />
            </tr>
          ))}
        </tbody>
      </table>
      <p style={{ marginTop: '4mm' }}>
        {t('sheet.sum', {
          count: lines.length,
          quantity: formatNumber(sumOf(({ quantity }) => quantity)),
          points: formatNumber(sumOf(({ points, refundedPoints }) => points - refundedPoints)),
        })}
      </p>
    </>
  );
}
