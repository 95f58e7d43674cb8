import { offers } from '@red-points/shared/contracts';
import { MOVEMENT_KINDS } from '@red-points/shared/domain/offers';
import { useParams } from '@tanstack/react-router';
import { Button, DatePicker, Drawer, Spin } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, type ItemOf, useList, useRead } from '../../api/index.ts';
import { businessDate, formatMoment, formatNumber } from '../../components/formatters.ts';
import { RecordTable } from '../components/RecordTable.tsx';
import { Trouble } from '../components/Trouble.tsx';
import frame from '../print/passbook.module.css';
import styles from '../print/sheet.module.css';

type Line = CallAnswer<typeof offers.stockReport>['lines'][number];
type Movement = ItemOf<typeof offers.movements>;

const signed = (change: number): string =>
  change > 0 ? `+${formatNumber(change)}` : formatNumber(change).replace('-', '−');

/** 进销存 of a shop over some days, to read and to print; each thing opens on its movements. */
export function ShopStockPage() {
  const { t } = useTranslation(['consoleShopWork', 'consolePrint', 'signSheet']);
  const { shopId = '' } = useParams({ strict: false }) as { shopId?: string };
  const today = businessDate();
  const [days, setDays] = useState({ from: `${today.slice(0, 7)}-01`, until: today });
  const [opened, setOpened] = useState<Line>();
  const report = useRead(
    offers.stockReport,
    { params: { shopId }, query: days },
    { enabled: shopId !== '', staleMs: 0 },
  );
  const kinds = MOVEMENT_KINDS.filter((kind) => report.data?.lines.some(({ moved }) => (moved[kind] ?? 0) !== 0));
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
        <Button onClick={() => window.close()}>{t('close', { ns: 'consolePrint' })}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print', { ns: 'consolePrint' })}
        </Button>
      </div>
      {report.error !== null && report.data === undefined ? (
        <Trouble error={report.error} onRetry={() => void report.refetch()} />
      ) : null}
      {report.isPending ? <Spin fullscreen /> : null}
      {report.data === undefined ? null : (
        <article className={`paper ${styles['sheet']}`}>
          <h1>{t('stock.title', { shop: report.data.shopName })}</h1>
          <p>{t('range', { ns: 'signSheet', unit: '', ...days })}</p>
          {report.data.lines.length === 0 ? <p>{t('stock.none')}</p> : null}
          <table>
            <thead>
              <tr>
                <th scope="col">{t('stock.column.title')}</th>
                <th scope="col">{t('stock.column.opening')}</th>
                {kinds.map((kind) => (
                  <th key={kind} scope="col">
                    {t(`stock.kind.${kind}`)}
                  </th>
                ))}
                <th scope="col">{t('stock.column.closing')}</th>
              </tr>
            </thead>
            <tbody>
              {report.data.lines.map((line) => (
                <tr key={line.offerId}>
                  <td>
                    <button type="button" className="plain-button link" onClick={() => setOpened(line)}>
                      {line.title}
                    </button>
                  </td>
                  <td style={{ minWidth: 0 }}>{formatNumber(line.opening)}</td>
                  {kinds.map((kind) => (
                    <td key={kind} style={{ minWidth: 0 }}>
                      {(line.moved[kind] ?? 0) === 0 ? '—' : signed(line.moved[kind] ?? 0)}
                    </td>
                  ))}
                  <td style={{ minWidth: 0 }}>
                    <b>{formatNumber(line.closing)}</b>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </article>
      )}
      <Drawer
        open={opened !== undefined}
        onClose={() => setOpened(undefined)}
        size={680}
        title={t('stock.movements', { title: opened?.title ?? '' })}
      >
        {opened === undefined ? null : <Movements offerId={opened.offerId} />}
      </Drawer>
    </main>
  );
}

function Movements({ offerId }: { offerId: string }) {
  const { t } = useTranslation('consoleShopWork');
  const list = useList(offers.movements, { params: { offerId }, query: { limit: 50 } }, { staleMs: 0 });
  return (
    <RecordTable<Movement>
      list={list}
      rowKey={({ movementId }) => movementId}
      empty={t('stock.none')}
      columns={[
        { key: 'at', title: t('stock.movement.at'), width: 170, render: (_, { at }) => formatMoment(at) },
        { key: 'kind', title: t('stock.movement.kind'), width: 80, render: (_, { kind }) => t(`stock.kind.${kind}`) },
        {
          key: 'change',
          title: t('stock.movement.change'),
          width: 80,
          align: 'right',
          render: (_, { change }) => signed(change),
        },
        {
          key: 'counted',
          title: t('stock.movement.counted'),
          width: 80,
          align: 'right',
          render: (_, { counted }) => (counted === null ? '—' : formatNumber(counted)),
        },
        { key: 'reason', title: t('stock.movement.reason'), render: (_, { reason }) => reason ?? '—' },
        { key: 'by', title: t('stock.movement.by'), width: 110, render: (_, { byName }) => byName ?? '—' },
      ]}
    />
  );
}
