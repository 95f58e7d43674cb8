import { type HolidayYearView, holidays } from '@red-points/shared/contracts';
import { Button, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { Trouble } from '../components/Trouble.tsx';
import { Panel } from '../parts/Panel.tsx';
import styles from './office.module.css';
import { SetYear } from './SetYear.tsx';

/** The years that are known, and those that are missing; entered from the district upwards. */
export function WorkingCalendar() {
  const { t } = useTranslation('consoleReviewOffice');
  const may = useMay();
  const [setting, setSetting] = useState<HolidayYearView>();
  const read = useRead(holidays.list, {}, { enabled: may('holidays.read') });
  const mayManage = may('holidays.manage');
  return (
    <Panel title={t('calendar.title')} hint={t('calendar.hint')} padded>
      {read.isPending ? <Skeleton active title={false} paragraph={{ rows: 3 }} /> : null}
      {read.isError && read.data === undefined ? (
        <Trouble error={read.error} onRetry={() => void read.refetch()} />
      ) : null}
      <ul className={styles['years']}>
        {mayManage
          ? (read.data?.missing ?? []).map((year) => (
              <li key={year}>
                <b>{t('calendar.year', { year })}</b>
                <span />
                <Button size="small" type="primary" onClick={() => setSetting(emptyYear(year))}>
                  {t('calendar.enter', { year })}
                </Button>
              </li>
            ))
          : null}
        {(read.data?.items ?? []).map((each) => (
          <li key={each.year}>
            <b>{t('calendar.year', { year: each.year })}</b>
            <span>
              {t('calendar.counts', { off: each.off.length, worked: each.worked.length })}
              <span className="small quiet">
                {each.setByName === null || each.setAt === null
                  ? t('calendar.builtIn')
                  : t('calendar.setBy', { name: each.setByName, date: formatShortDay(each.setAt) })}
                {each.source === null ? '' : ` · ${t('calendar.source', { source: each.source })}`}
              </span>
            </span>
            {mayManage ? (
              <Button size="small" onClick={() => setSetting(each)}>
                {t('calendar.change')}
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
      <SetYear from={setting} onClose={() => setSetting(undefined)} />
    </Panel>
  );
}

function emptyYear(year: string): HolidayYearView {
  return { year, off: [], worked: [], source: null, setByName: null, setAt: null, version: 0 };
}
