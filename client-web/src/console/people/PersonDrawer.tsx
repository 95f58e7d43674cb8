import StarFilled from '@ant-design/icons-svg/es/asn/StarFilled';
import { people, service } from '@red-points/shared/contracts';
import { App, Button, Empty, Skeleton, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatHours, formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { type DrawerFigure, RecordDrawer } from '../components/RecordDrawer.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { PersonStatusTag } from '../parts/PersonStatusTag.tsx';
import { UnmaskButton } from '../parts/UnmaskButton.tsx';
import { AccountActions } from './AccountActions.tsx';
import { AsOfTab } from './AsOfTab.tsx';
import { AccountNote, Belongings } from './Belongings.tsx';
import { GuardianConsents, PublicityOf } from './Choices.tsx';
import { DebtPanel } from './DebtPanel.tsx';
import { Members } from './Members.tsx';
import styles from './PersonDrawer.module.css';
import { RedemptionPin } from './RedemptionPin.tsx';
import { ServiceTab } from './ServiceTab.tsx';
import { Statement } from './Statement.tsx';

type Person = CallAnswer<typeof people.get>;
type Group = Person & { kind: 'household' | 'organisation' };

const isGroup = (person: Person): person is Group => person.kind !== 'person';
const MEMBERS_TAB = {
  household: 'consoleAccounts:group.members',
  organisation: 'consoleAccounts:group.representatives',
} as const;

/** One person: what the account holds, every entry of it, and who looked at the full profile. */
export function PersonDrawer({ personId, onClose }: { personId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consolePeople', 'consoleAccounts', 'service', 'common']);
  const read = useRead(people.get, { params: { personId: personId ?? '' } }, { enabled: personId !== undefined });
  const person = read.data;
  return (
    <RecordDrawer
      open={personId !== undefined}
      onClose={onClose}
      mark={person?.maskedName.slice(0, 1) ?? ''}
      title={person?.maskedName ?? t('state.loading', { ns: 'common' })}
      tags={person === undefined ? undefined : <Tags person={person} />}
      subtitle={person === undefined ? undefined : <Subtitle person={person} />}
      figures={useFigures(person)}
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footer={person === undefined ? undefined : <Actions person={person} />}
      footerNote={t('entriesStay')}
    >
      {person === undefined ? null : <DebtPanel account={person.account} />}
      {person === undefined ? null : <AccountNote person={person} />}
      {person === undefined ? null : (
        <Tabs
          key={person.personId}
          items={[
            ...(isGroup(person)
              ? [{ key: 'members', label: t(MEMBERS_TAB[person.kind]), children: <Members group={person} /> }]
              : []),
            { key: 'statement', label: t('tab.statement'), children: <Statement personId={person.personId} /> },
            ...(isGroup(person)
              ? []
              : [{ key: 'service', label: t('service:title'), children: <ServiceTab personId={person.personId} /> }]),
            { key: 'asOf', label: t('tab.asOf'), children: <AsOfTab personId={person.personId} /> },
            { key: 'profile', label: t('tab.profile'), children: <Profile person={person} /> },
            { key: 'views', label: t('tab.views'), children: <Views personId={person.personId} /> },
          ]}
        />
      )}
    </RecordDrawer>
  );
}

function Tags({ person }: { person: Person }) {
  const { t } = useTranslation('consolePeople');
  return (
    <>
      <PersonStatusTag status={person.status} />
      {person.kind === 'person' ? null : <Tag>{t(`kind.${person.kind}`)}</Tag>}
      {person.kind === 'person' ? <StarTag personId={person.personId} /> : null}
    </>
  );
}

/** The person's own level, whichever accounts their hours went to. */
function StarTag({ personId }: { personId: string }) {
  const { t } = useTranslation('consolePeople');
  const stars = useRead(service.ofPerson, { params: { personId } }).data?.stars ?? 0;
  if (stars === 0) return null;
  return (
    <Tag tone="gold">
      <Icon of={StarFilled} style={{ color: 'var(--gold)' }} />
      {t('starVolunteer', { count: stars })}
    </Tag>
  );
}

function Subtitle({ person }: { person: Person }) {
  const { t } = useTranslation('consolePeople');
  return (
    <>
      <span>{person.maskedPhone ?? t('noPhone')}</span>
      <span>{[person.unitName, person.maskedAddress].filter(Boolean).join(' · ')}</span>
      <UnmaskButton personId={person.personId} />
    </>
  );
}

function useFigures(person: Person | undefined): DrawerFigure[] {
  const { t } = useTranslation(['consolePeople', 'common']);
  if (person === undefined) return [];
  const { account } = person;
  const unit = t('unit.points', { ns: 'common' });
  const expiry = account.nextExpiry;
  return [
    { label: t('figure.available'), value: account.available, unit },
    { label: t('figure.held'), value: account.held, unit },
    { label: t('figure.pending'), value: account.pending, unit },
    ...(account.owed > 0 ? [{ label: t('figure.owed'), value: account.owed, unit }] : []),
    expiry === null
      ? { label: t('figure.noExpiry'), value: '—' }
      : { label: t('figure.expiry', { date: expiryDate(expiry.lastDay) }), value: expiry.points, unit },
    { label: t('figure.minutes'), value: formatHours(account.minutes), unit: t('unit.hours', { ns: 'common' }) },
  ];
}

/** Short enough for a narrow column: the year in figures when it is another one. */
const expiryDate = (day: string): string => (day.startsWith(businessDate().slice(0, 4)) ? formatDate(day) : `${day} `);

function Actions({ person }: { person: Person }) {
  const { t } = useTranslation(['consolePeople', 'consoleDisplays']);
  const may = useMay();
  const { message, modal } = App.useApp();
  const verify = useChange(people.verify, {
    changes: [people.get, people.list],
    onDone: () => void message.success(t('verify.done')),
  });
  const ask = (): void => {
    modal.confirm({
      title: t('verify.title', { name: person.maskedName }),
      content: t('verify.what'),
      okText: t('verify.verb'),
      onOk: () =>
        verify
          .mutateAsync({ params: { personId: person.personId } })
          .catch((error: unknown) => void message.error(messageOf(error))),
    });
  };
  return (
    <>
      <AccountActions person={person} />
      <Button href={`/console/print/passbook/${encodeURIComponent(person.personId)}`} target="_blank">
        {t('passbook')}
      </Button>
      {person.kind === 'person' && may('cards.manage') ? (
        <Button href={`/console/print/card/${encodeURIComponent(person.personId)}`} target="_blank">
          {t('card.title', { ns: 'consoleDisplays' })}
        </Button>
      ) : null}
      {person.kind === 'person' && person.status !== 'closed' && may('cards.manage') ? (
        <RedemptionPin personId={person.personId} name={person.maskedName} />
      ) : null}
      {person.status === 'unverified' && may('people.verify') ? (
        <Button type="primary" loading={verify.isPending} onClick={ask}>
          {t('verify.verb')}
        </Button>
      ) : null}
    </>
  );
}

function Profile({ person }: { person: Person }) {
  const { t } = useTranslation('consolePeople');
  return (
    <dl className={styles['facts']}>
      <dt>{t('field.kind')}</dt>
      <dd>{t(`kind.${person.kind}`)}</dd>
      <dt>{t('field.unit')}</dt>
      <dd>{person.unitName}</dd>
      <dt>{t('field.age')}</dt>
      <dd>{t(`age.${person.ageBand}`)}</dd>
      <dt>{t('field.joined')}</dt>
      <dd>{formatMoment(person.joinedAt)}</dd>
      <dt>{t('field.verified')}</dt>
      <dd>{person.verifiedAt === null ? t('status.unverified') : formatMoment(person.verifiedAt)}</dd>
      <dt>{t('field.items')}</dt>
      <dd>{t('itemsEarned', { items: person.account.items, points: person.account.earned })}</dd>
      {isGroup(person) ? null : <PublicityOf personId={person.personId} />}
      {isGroup(person) ? null : <GuardianConsents personId={person.personId} />}
      {isGroup(person) ? null : <Belongings person={person} />}
    </dl>
  );
}

function Views({ personId }: { personId: string }) {
  const { t } = useTranslation('consolePeople');
  const log = useRead(people.viewLog, { params: { personId } });
  if (log.error !== null && log.data === undefined)
    return <Trouble error={log.error} onRetry={() => void log.refetch()} />;
  if (log.data === undefined) return <Skeleton active title={false} />;
  if (log.data.items.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('views.none')} />;
  return (
    <ul className={styles['views']}>
      {log.data.items.map((view) => (
        <li key={`${view.at}.${view.by}`}>
          <span className="quiet nowrap">{formatMoment(view.at)}</span>
          <b>{view.by}</b>
          <span>{view.reason}</span>
        </li>
      ))}
    </ul>
  );
}
