import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { useAwake, useStaffScreen } from '../../features/check-ins/use-screen.ts';
import styles from '../display/CheckInBoard.module.css';
import { CheckInBoard, useDarkScreen } from '../display/CheckInBoard.tsx';

/** The check-in display on the computer of whoever runs the activity. */
export function DisplayPage() {
  const { t } = useTranslation('consoleActivities');
  const { activityId = '' } = useParams({ strict: false }) as { activityId?: string };
  const screen = useStaffScreen(activityId);
  useDarkScreen();
  useAwake();
  if (screen.data === undefined || screen.worth === 'refused') {
    return (
      <main className={styles['waiting']} role={screen.error === null ? 'status' : 'alert'}>
        {screen.error === null
          ? t('display.loading')
          : screen.worth === 'over'
            ? t('display.closed')
            : messageOf(screen.error)}
        {screen.error === null ? null : (
          <button type="button" onClick={() => void screen.refetch()}>
            {t('display.again')}
          </button>
        )}
      </main>
    );
  }
  return <CheckInBoard screen={screen.data} worth={screen.worth} />;
}
