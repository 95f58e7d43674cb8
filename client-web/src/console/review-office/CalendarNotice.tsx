import { holidays } from '@red-points/shared/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { inList } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';

/** The calendar changes a few times a year. */
const STALE_MS = 10 * 60_000;

/** Says plainly that a year's arrangement is missing though work begun today reaches it. Nothing where none is. */
export function CalendarNotice({ className }: { className?: string | undefined }) {
  const { t } = useTranslation('consoleReviewOffice');
  const enabled = useMay()('holidays.read');
  const { data } = useRead(holidays.list, {}, { enabled, staleMs: STALE_MS });
  if (data === undefined || data.missing.length === 0) return null;
  return (
    <Alert
      {...(className === undefined ? {} : { className })}
      type="warning"
      showIcon
      title={t('calendar.missing', { years: inList(data.missing) })}
      description={t('calendar.missingWhat')}
    />
  );
}
