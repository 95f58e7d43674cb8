import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import PrinterOutlined from '@ant-design/icons-svg/es/asn/PrinterOutlined';
import { type PeriodReport, periodReports } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, messageOf, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatTime } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { CategoriesPanel } from '../reports/CategoriesPanel.tsx';
import { DaysPanel } from '../reports/DaysPanel.tsx';
import { ObjectionsPanel } from '../reports/ObjectionsPanel.tsx';
import { spanOf } from '../reports/period.ts';
import { type ReportChoice, ReportControls } from '../reports/ReportControls.tsx';
import { ReportSummary } from '../reports/ReportSummary.tsx';
import styles from '../reports/reports.module.css';
import { UnitsPanel } from '../reports/UnitsPanel.tsx';
import type { ReportsSearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

/** 报表: what a week, a month or any period brought, as known now or on an earlier day. */
export function ReportsPage() {
  const { t } = useTranslation('consoleReports');
  const { unitId, unit } = useUnit();
  const navigate = useNavigate();
  const choice = useChoice();
  const query = {
    unitId,
    from: choice.from,
    until: choice.until,
    ...(choice.known === undefined ? {} : { knownOn: choice.known }),
  };
  const report = useRead(periodReports.read, { query }, { enabled: unitId !== '' });
  const go = (next: ReportChoice): void => {
    const { kind, from, until, known } = next;
    void navigate({ to: '/reports', search: { kind, from, until, known }, replace: true });
  };
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={report.data === undefined ? unit?.name : `${unit?.name ?? ''} · ${knownWords(t, report.data)}`}
        actions={<Actions query={query} report={report.data} />}
      />
      <div className={styles.page}>
        <ReportControls choice={choice} onChange={go} />
        {report.error !== null && report.data === undefined ? (
          <Trouble error={report.error} onRetry={() => void report.refetch()} />
        ) : (
          <>
            <ReportSummary report={report.data} />
            <div className={styles.two}>
              <DaysPanel report={report.data} />
              <CategoriesPanel report={report.data} />
            </div>
            <UnitsPanel report={report.data} />
            <ObjectionsPanel unitId={unitId} from={choice.from} until={choice.until} known={choice.known} />
          </>
        )}
      </div>
    </Page>
  );
}

/** What the address says; the month that runs unless it says anything. */
function useChoice(): ReportChoice {
  const { kind = 'month', from, until, known } = useSearch({ strict: false }) as ReportsSearch;
  const span = from !== undefined && until !== undefined ? { from, until } : spanOf(kind, businessDate());
  return { kind, known, ...span };
}

type Words = ReturnType<typeof useTranslation<'consoleReports'>>['t'];

const knownWords = (t: Words, { settled, knownOn, madeAt }: PeriodReport): string =>
  settled ? t('settled', { date: formatDate(knownOn) }) : t('moving', { time: formatTime(madeAt) });

interface ReportQuery {
  readonly unitId: string;
  readonly from: string;
  readonly until: string;
  readonly knownOn?: string;
}

function Actions({ query, report }: { query: ReportQuery; report: PeriodReport | undefined }) {
  const { t } = useTranslation('consoleReports');
  const { message } = App.useApp();
  const [busy, setBusy] = useState(false);
  if (report === undefined) return null;
  const fileName = `${report.unitName}-${report.from}-${report.until}.xlsx`;
  const save = (): void => {
    setBusy(true);
    download(periodReports.workbook, { query }, fileName)
      .catch((error: unknown) => void message.error(t('exportFailed', { why: messageOf(error) })))
      .finally(() => setBusy(false));
  };
  const address = new URLSearchParams(Object.entries(query) as [string, string][]).toString();
  return (
    <>
      <Button icon={<Icon of={DownloadOutlined} />} loading={busy} onClick={save}>
        {t('export')}
      </Button>
      <Button icon={<Icon of={PrinterOutlined} />} href={`/console/print/report?${address}`} target="_blank">
        {t('print')}
      </Button>
    </>
  );
}
