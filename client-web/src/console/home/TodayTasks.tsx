import AlertOutlined from '@ant-design/icons-svg/es/asn/AlertOutlined';
import AuditOutlined from '@ant-design/icons-svg/es/asn/AuditOutlined';
import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import EditOutlined from '@ant-design/icons-svg/es/asn/EditOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import FileDoneOutlined from '@ant-design/icons-svg/es/asn/FileDoneOutlined';
import FileProtectOutlined from '@ant-design/icons-svg/es/asn/FileProtectOutlined';
import FileSearchOutlined from '@ant-design/icons-svg/es/asn/FileSearchOutlined';
import HomeOutlined from '@ant-design/icons-svg/es/asn/HomeOutlined';
import IdcardOutlined from '@ant-design/icons-svg/es/asn/IdcardOutlined';
import NotificationOutlined from '@ant-design/icons-svg/es/asn/NotificationOutlined';
import OrderedListOutlined from '@ant-design/icons-svg/es/asn/OrderedListOutlined';
import PlayCircleOutlined from '@ant-design/icons-svg/es/asn/PlayCircleOutlined';
import QuestionCircleOutlined from '@ant-design/icons-svg/es/asn/QuestionCircleOutlined';
import RollbackOutlined from '@ant-design/icons-svg/es/asn/RollbackOutlined';
import SafetyCertificateOutlined from '@ant-design/icons-svg/es/asn/SafetyCertificateOutlined';
import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import SelectOutlined from '@ant-design/icons-svg/es/asn/SelectOutlined';
import ShopOutlined from '@ant-design/icons-svg/es/asn/ShopOutlined';
import ShoppingOutlined from '@ant-design/icons-svg/es/asn/ShoppingOutlined';
import StopOutlined from '@ant-design/icons-svg/es/asn/StopOutlined';
import SwapOutlined from '@ant-design/icons-svg/es/asn/SwapOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import { reports } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Skeleton } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useRead } from '../../api/index.ts';
import { type Categories, useCategories } from '../../components/categories.ts';
import { formatAge, formatTime } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { Panel } from '../parts/Panel.tsx';
import { useUnit } from '../unit.tsx';
import styles from './TodayTasks.module.css';

type Task = CallAnswer<typeof reports.tasks>['items'][number];
type TaskCode = Task['code'];

interface Errand {
  icon: IconDefinition;
  to: string;
  /** The filter of the page behind the verb. */
  search?: Record<string, string>;
  /** Time presses: shown in amber. */
  pressing?: boolean;
}

const ERRANDS: Record<TaskCode, Errand> = {
  ledger_bad: { icon: SafetyCertificateOutlined, to: '/ledger', pressing: true },
  reviews_waiting: { icon: AuditOutlined, to: '/reviews' },
  reviews_late: { icon: AuditOutlined, to: '/reviews', search: { show: 'late' }, pressing: true },
  reviews_escalated: { icon: AuditOutlined, to: '/reviews', search: { show: 'escalated' }, pressing: true },
  words_wanted: { icon: ScanOutlined, to: '/activities' },
  attendances_returned: { icon: ScanOutlined, to: '/activities', search: { state: 'ended' } },
  claims_returned: { icon: RollbackOutlined, to: '/claims', search: { state: 'returned' } },
  objections_waiting: { icon: ExclamationCircleOutlined, to: '/publicity', pressing: true },
  objections_escalated: { icon: ExclamationCircleOutlined, to: '/publicity', pressing: true },
  publicity_ends_today: { icon: NotificationOutlined, to: '/publicity' },
  settlements_waiting: { icon: FileDoneOutlined, to: '/settlements' },
  anomalies: { icon: AlertOutlined, to: '/oversight' },
  spot_checks_waiting: { icon: FileSearchOutlined, to: '/oversight', search: { tab: 'spot' } },
  activities_running: { icon: PlayCircleOutlined, to: '/activities', search: { state: 'under_way' } },
  activities_waiting: { icon: CalendarOutlined, to: '/activities', search: { state: 'submitted' } },
  imports_waiting: { icon: SelectOutlined, to: '/imports' },
  batches_waiting: { icon: OrderedListOutlined, to: '/batches' },
  people_unverified: { icon: IdcardOutlined, to: '/people', search: { status: 'unverified' } },
  accounts_waiting: { icon: SwapOutlined, to: '/accounts' },
  data_requests_waiting: { icon: FileProtectOutlined, to: '/data-requests' },
  data_requests_late: { icon: FileProtectOutlined, to: '/data-requests', pressing: true },
  shops_applied: { icon: ShopOutlined, to: '/merchants', search: { tab: 'applications' } },
  shops_closing: { icon: ShopOutlined, to: '/merchants' },
  agreements_ending: { icon: FileProtectOutlined, to: '/merchants' },
  refunds_waiting: { icon: RollbackOutlined, to: '/merchants', search: { tab: 'redemptions', waiting: 'refund' } },
  bookings_disputed: { icon: ClockCircleOutlined, to: '/merchants', search: { tab: 'bookings' } },
  bookings_unanswered: { icon: ClockCircleOutlined, to: '/merchants', search: { tab: 'bookings', waiting: 'word' } },
  redeeming_limited: { icon: StopOutlined, to: '/oversight', search: { tab: 'speed' }, pressing: true },
  adjustments_waiting: { icon: EditOutlined, to: '/transactions' },
  contests_waiting: { icon: QuestionCircleOutlined, to: '/transactions' },
  visits_due: { icon: HomeOutlined, to: '/claims', search: { show: 'visits' } },
  redemptions_waiting: { icon: ShoppingOutlined, to: '/merchants' },
};

/** 今天要办, most pressing first; the one red button of the page is the first verb. */
export function TodayTasks() {
  const { t } = useTranslation('consoleHome');
  const { unitId } = useUnit();
  const tasks = useRead(reports.tasks, { query: { unitId } }, { enabled: unitId !== '', everyMs: 30_000 });
  const items = tasks.data?.items.filter((task) => task.count > 0) ?? [];
  return (
    <Panel
      title={t('tasks.title')}
      extra={
        tasks.data === undefined ? null : (
          <span className="quiet">{t('tasks.done', { count: tasks.data.doneToday })}</span>
        )
      }
    >
      {tasks.isError && tasks.data === undefined ? (
        <Trouble error={tasks.error} onRetry={() => void tasks.refetch()} />
      ) : null}
      {tasks.isPending ? (
        <Skeleton active className={styles['loading'] ?? ''} paragraph={{ rows: 5 }} title={false} />
      ) : null}
      {tasks.data !== undefined && items.length === 0 ? (
        <div className={styles['empty']}>
          <b>{t('tasks.none')}</b>
          <span className="quiet">{t('tasks.noneHint')}</span>
        </div>
      ) : null}
      <ul className={styles['list']}>
        {items.map((task, index) => (
          <TaskRow key={task.code} task={task} main={index === 0} />
        ))}
      </ul>
    </Panel>
  );
}

function TaskRow({ task, main }: { task: Task; main: boolean }) {
  const { t } = useTranslation(['consoleHome', 'domain']);
  const categories = useCategories();
  const navigate = useNavigate();
  const errand = ERRANDS[task.code];
  const pressing = errand.pressing === true;
  return (
    <li>
      <span className={styles['tile']} data-pressing={pressing}>
        <Icon of={errand.icon} size={16} />
      </span>
      <div className={styles['words']}>
        <b>{t(`task.${task.code}.title`, { count: task.count })}</b>
        <span className="small quiet">{detailWords(t, task, categories)}</span>
      </div>
      <span className={`small ${styles['age'] ?? ''}`} data-pressing={pressing}>
        {ageWords(t, task)}
      </span>
      <Button
        type={main ? 'primary' : 'default'}
        className={styles['verb'] ?? ''}
        onClick={() => void navigate({ to: errand.to, search: errand.search ?? {} })}
      >
        {t(`task.${task.code}.verb`)}
      </Button>
    </li>
  );
}

type Words = TFunction<['consoleHome', 'domain']>;

/** What the count is made of, as far as the server says. */
function detailWords(t: Words, task: Task, { all, nameOf }: Categories): string {
  const byCategory = all.flatMap(({ code }) => {
    const count = task.detail[code];
    return typeof count === 'number' && count > 0 ? [`${nameOf(code)} ${count}`] : [];
  });
  if (byCategory.length > 0) return byCategory.join(' · ');
  const titles = Object.entries(task.detail).flatMap(([key, value]) =>
    key.startsWith('title') && typeof value === 'string' ? [value] : [],
  );
  return titles.length > 0 ? titles.join(' · ') : t(`task.${task.code}.hint`);
}

function ageWords(t: Words, task: Task): string {
  if (task.since === null) return '';
  if (task.code === 'activities_running') return t('tasks.began', { time: formatTime(task.since) });
  if (task.code === 'publicity_ends_today') return t('tasks.closes', { time: formatTime(task.since) });
  if (task.code === 'ledger_bad') return t('tasks.found', { time: formatTime(task.since) });
  return t('tasks.waiting', { age: formatAge(task.since) });
}
