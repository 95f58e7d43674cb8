import { type Team, type TeamMember, teams } from '@red-points/shared/contracts';
import { Alert, App, Button, Checkbox, Empty, Modal, Select, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList, useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import styles from '../activities/ActivityDrawer.module.css';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { PersonPicker } from '../parts/PersonPicker.tsx';

const CHANGED = [teams.get, teams.list, teams.members, teams.ranking];

/** One team: its members, invitations, leader. */
export function TeamDrawer({ teamId, onClose }: { teamId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleTeams', 'common']);
  const may = useMay();
  const read = useRead(teams.get, { params: { teamId: teamId ?? '' } }, { enabled: teamId !== undefined });
  const team = read.data;
  const acts = team !== undefined && !team.dissolved && may('teams.manage');
  return (
    <RecordDrawer
      open={teamId !== undefined}
      onClose={onClose}
      mark={team?.name.slice(0, 1) ?? ''}
      title={team?.name ?? t('state.loading', { ns: 'common' })}
      tags={team === undefined ? undefined : <Tag tone="slate">{t(`kind.${team.kind}`)}</Tag>}
      subtitle={
        team === undefined ? undefined : (
          <>
            <span>{team.unitName}</span>
            <span>{`${t('column.leader')} ${team.leaderName}`}</span>
            <span>{`${t('column.founded')} ${formatShortDay(team.foundedAt)}`}</span>
          </>
        )
      }
      figures={
        team === undefined
          ? []
          : [{ label: t('column.members'), value: team.members, unit: t('unit.people', { ns: 'common' }) }]
      }
      loading={read.isPending}
      error={team === undefined ? read.error : null}
      onRetry={() => void read.refetch()}
      footer={acts ? <Acts team={team} /> : undefined}
    >
      {team === undefined ? null : <Members key={team.teamId} team={team} acts={acts} />}
    </RecordDrawer>
  );
}

function Members({ team, acts }: { team: Team; acts: boolean }) {
  const { t } = useTranslation(['consoleTeams', 'common']);
  const list = useList(teams.members, { params: { teamId: team.teamId }, query: { limit: 100 } }, { staleMs: 0 });
  return (
    <>
      {list.isError ? <Trouble error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Skeleton active title={false} /> : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('members.none')} />
      ) : null}
      <ul className={styles['people']} aria-label={t('members.title')}>
        {list.items.map((member) => (
          <Member key={member.personId} team={team} member={member} acts={acts} />
        ))}
      </ul>
      {list.hasNextPage ? (
        <Button block loading={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {t('action.loadMore', { ns: 'common' })}
        </Button>
      ) : null}
    </>
  );
}

function Member({ team, member, acts }: { team: Team; member: TeamMember; acts: boolean }) {
  const { t } = useTranslation('consoleTeams');
  const { message } = App.useApp();
  const { personId, maskedName, unitName, state, ranked } = member;
  const leads = personId === team.leaderPersonId;
  const remove = useChange(teams.remove, {
    changes: CHANGED,
    onDone: () => void message.success(t('members.removed')),
  });
  return (
    <li>
      <span>
        <b>{maskedName}</b>
        <span className="small quiet">{` ${unitName}`}</span>
      </span>
      <span>
        {leads ? <Tag tone="gold">{t('column.leader')}</Tag> : null}
        <Tag tone={state === 'member' ? 'success' : 'warning'}>{t(`members.${state}`)}</Tag>
        {ranked ? <Tag tone="plain">{t('members.ranked')}</Tag> : null}
        {acts && !leads ? (
          <Button
            size="small"
            loading={remove.isPending}
            onClick={() =>
              remove.mutate(
                { params: { teamId: team.teamId, personId } },
                { onError: (error) => void message.warning(messageOf(error)) },
              )
            }
          >
            {t('members.remove')}
          </Button>
        ) : null}
      </span>
    </li>
  );
}

function Acts({ team }: { team: Team }) {
  const { t } = useTranslation('consoleTeams');
  const { message, modal } = App.useApp();
  const [asked, setAsked] = useState<'invite' | 'leader'>();
  const params = { teamId: team.teamId };
  const dissolve = useChange(teams.dissolve, {
    changes: CHANGED,
    onDone: () => void message.success(t('dissolve.done')),
  });
  const ask = (): void => {
    modal.confirm({
      title: t('dissolve.title', { name: team.name }),
      content: t('dissolve.what'),
      okText: t('dissolve.verb'),
      onOk: () =>
        dissolve
          .mutateAsync({ params, body: { version: team.version } })
          .catch((error: unknown) => void message.warning(messageOf(error))),
    });
  };
  return (
    <>
      <Button onClick={ask}>{t('dissolve.verb')}</Button>
      <Button onClick={() => setAsked('leader')}>{t('leader.verb')}</Button>
      <Button type="primary" onClick={() => setAsked('invite')}>
        {t('invite.verb')}
      </Button>
      <Invite team={team} open={asked === 'invite'} onClose={() => setAsked(undefined)} />
      <ChangeLeader team={team} open={asked === 'leader'} onClose={() => setAsked(undefined)} />
    </>
  );
}

interface DialogProps {
  team: Team;
  open: boolean;
  onClose: () => void;
}

function Invite({ team, open, onClose }: DialogProps) {
  const { t } = useTranslation('consoleTeams');
  const { message } = App.useApp();
  const [personId, setPersonId] = useState<string>();
  const [onPaper, setOnPaper] = useState(false);
  const [ranked, setRanked] = useState(false);
  const close = (): void => {
    setPersonId(undefined);
    setOnPaper(false);
    setRanked(false);
    invite.reset();
    onClose();
  };
  const invite = useChange(teams.invite, {
    changes: CHANGED,
    onDone: ({ state }) => {
      void message.success(t(state === 'member' ? 'invite.entered' : 'invite.done'));
      close();
    },
  });
  return (
    <Modal
      open={open}
      title={t('invite.verb')}
      okText={t('invite.verb')}
      okButtonProps={{ disabled: personId === undefined, loading: invite.isPending }}
      onOk={() =>
        personId !== undefined &&
        invite.mutate({ params: { teamId: team.teamId }, body: { personId, onPaper, ranked: onPaper && ranked } })
      }
      onCancel={close}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 12 }}>
        {t('invite.what')}
      </p>
      <PersonPicker value={personId} onChange={setPersonId} autoFocus />
      <p style={{ marginTop: 12 }}>
        <Checkbox checked={onPaper} onChange={({ target }) => setOnPaper(target.checked)}>
          {t('invite.onPaper')}
        </Checkbox>
      </p>
      {onPaper ? (
        <p style={{ marginTop: 8 }}>
          <Checkbox checked={ranked} onChange={({ target }) => setRanked(target.checked)}>
            {t('invite.ranked')}
          </Checkbox>
        </p>
      ) : null}
      {invite.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(invite.error)} style={{ marginTop: 12 }} />
      )}
    </Modal>
  );
}

function ChangeLeader({ team, open, onClose }: DialogProps) {
  const { t } = useTranslation('consoleTeams');
  const { message } = App.useApp();
  const [leaderPersonId, setLeader] = useState<string>();
  const params = { teamId: team.teamId };
  const list = useList(teams.members, { params, query: { limit: 200 } }, { enabled: open });
  const change = useChange(teams.change, {
    changes: CHANGED,
    onDone: () => {
      void message.success(t('leader.done'));
      setLeader(undefined);
      onClose();
    },
  });
  const options = list.items.filter(({ state, personId }) => state === 'member' && personId !== team.leaderPersonId);
  return (
    <Modal
      open={open}
      title={t('leader.title')}
      okText={t('leader.verb')}
      okButtonProps={{ disabled: leaderPersonId === undefined, loading: change.isPending }}
      onOk={() =>
        leaderPersonId !== undefined && change.mutate({ params, body: { leaderPersonId, version: team.version } })
      }
      onCancel={() => {
        setLeader(undefined);
        change.reset();
        onClose();
      }}
      destroyOnHidden
    >
      <Select
        aria-label={t('leader.title')}
        value={leaderPersonId ?? null}
        onChange={(chosen) => setLeader(chosen ?? undefined)}
        loading={list.isPending}
        notFoundContent={t('members.none')}
        options={options.map(({ personId, maskedName, unitName }) => ({
          value: personId,
          label: `${maskedName} · ${unitName}`,
        }))}
        style={{ width: '100%' }}
      />
      {change.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(change.error)} style={{ marginTop: 12 }} />
      )}
    </Modal>
  );
}
