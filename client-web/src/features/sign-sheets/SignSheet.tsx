import type { signSheets } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import type { CallAnswer, ItemOf } from '../../api/index.ts';
import { formatNumber, formatShortMoment } from '../../components/formatters.ts';
import type { SheetDays } from './use-sign-sheet.ts';

type Line = ItemOf<typeof signSheets.get>;

export interface SignSheetProps {
  readonly head: Pick<CallAnswer<typeof signSheets.get>, 'shopName' | 'unitName'>;
  readonly lines: readonly Line[];
  readonly days: SheetDays;
  readonly className: string;
  readonly footClassName: string;
}

/** 兑换签收表: what a shop handed over on some days, with room for a signature beside each line; the same from the office and from the shop's phone. */
export function SignSheet({ head, lines, days, className, footClassName }: SignSheetProps) {
  const { t } = useTranslation('signSheet');
  return (
    <article className={className}>
      <h1>{t('title', { shop: head.shopName })}</h1>
      <p>{t('range', { unit: head.unitName, ...days })}</p>
      {lines.length === 0 ? <p>{t('none')}</p> : <Lines lines={lines} />}
      <p className={footClassName}>{t('foot')}</p>
    </article>
  );
}

function Lines({ lines }: { lines: readonly Line[] }) {
  const { t } = useTranslation('signSheet');
  const sumOf = (value: (line: Line) => number): number => lines.reduce((sum, line) => sum + value(line), 0);
  return (
    <>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('column.number')}</th>
            <th scope="col">{t('column.at')}</th>
            <th scope="col">{t('column.name')}</th>
            <th scope="col">{t('column.thing')}</th>
            <th scope="col">{t('column.quantity')}</th>
            <th scope="col">{t('column.points')}</th>
            <th scope="col" style={{ width: '32mm' }}>
              {t('column.sign')}
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
                  <small> {t('refunded', { points: formatNumber(line.refundedPoints) })}</small>
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
        {t('sum', {
          count: lines.length,
          quantity: formatNumber(sumOf(({ quantity }) => quantity)),
          points: formatNumber(sumOf(({ points, refundedPoints }) => points - refundedPoints)),
        })}
      </p>
    </>
  );
}
