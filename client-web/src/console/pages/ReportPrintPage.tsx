import { periodReports } from '@red-points/shared/contracts';
import { peoplePeriodOf, REPORT_COLUMNS, REPORT_WORDS, reportKindOf } from '@red-points/shared/domain/reports';
import { useSearch } from '@tanstack/react-router';
import { Button, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { useMe, useRead } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { businessDate, formatHours, formatMoment, formatNumber } from '../../components/formatters.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { PageTrouble } from '../components/Trouble.tsx';
import styles from '../print/report.module.css';
import { FIGURE_COLUMNS } from '../reports/columns.ts';
import { spanAsked } from '../reports/period.ts';
import type { ReportPrintSearch } from '../search.ts';

/** A report on paper: A4 across, with the lines to sign. */
export function ReportPrintPage() {
  const { t } = useTranslation(['consoleReports', 'consolePrint']);
  const asked = useSearch({ strict: false }) as ReportPrintSearch;
  const own = useMe().grants.find(({ unitId }) => unitId !== null)?.unitId ?? '';
  const { unitId = own, knownOn } = asked;
  const query = { unitId, ...spanAsked(asked, businessDate()), ...(knownOn === undefined ? {} : { knownOn }) };
  const read = useRead(periodReports.read, { query });
  const language = currentLanguage();
  const { nameOf } = useCategories();
  if (read.error !== null && read.data === undefined)
    return <PageTrouble error={read.error} onRetry={() => void read.refetch()} />;
  if (read.data === undefined) return <Spin fullscreen />;
  const report = read.data;
  const title = REPORT_WORDS[reportKindOf(peoplePeriodOf(report.from, report.until))][language];
  return (
    <main className={styles.desk}>
      <div className={`${styles.tools ?? ''} no-print`}>
        <Button onClick={() => window.close()}>{t('close', { ns: 'consolePrint' })}</Button>
        <Button type="primary" onClick={() => window.print()}>
          {t('print', { ns: 'consolePrint' })}
        </Button>
      </div>
      <article className={`paper ${styles.sheet}`}>
        <h1>{`${report.unitName} ${title}`}</h1>
        <p className={styles.facts}>
          <span>{t('sheet.period', { from: report.from, until: report.until })}</span>
          <span>{t('sheet.known', { date: report.knownOn })}</span>
          <span>{t('sheet.made', { moment: formatMoment(report.madeAt) })}</span>
        </p>
        <table>
          <thead>
            <tr>
              <th>{REPORT_COLUMNS.unit[language]}</th>
              {FIGURE_COLUMNS.map(({ column }) => (
                <th key={column}>{REPORT_COLUMNS[column][language]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.rows.map((row) => (
              <tr key={`${row.unitId}${row.own ? ' own' : ''}`}>
                <td>{row.own ? REPORT_WORDS.own[language] : row.name}</td>
                {FIGURE_COLUMNS.map(({ column, shown }) => (
                  <td key={column}>{shown(row)}</td>
                ))}
              </tr>
            ))}
            <tr className={styles.total}>
              <td>{REPORT_WORDS.total[language]}</td>
              {FIGURE_COLUMNS.map(({ column, shown }) => (
                <td key={column}>{shown(report.total)}</td>
              ))}
            </tr>
          </tbody>
        </table>
        <table className={styles.categories}>
          <thead>
            <tr>
              {(['category', 'items', 'points', 'hours'] as const).map((column) => (
                <th key={column}>{REPORT_COLUMNS[column][language]}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {report.categories.map(({ category, items, points, minutes }) => (
              <tr key={category}>
                <td>{nameOf(category)}</td>
                <td>{formatNumber(items)}</td>
                <td>{formatNumber(points)}</td>
                <td>{formatHours(minutes)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <footer>
          {(['by', 'checked', 'approved'] as const).map((who) => (
            <span key={who}>{t(`sheet.${who}`)}</span>
          ))}
        </footer>
      </article>
    </main>
  );
}
