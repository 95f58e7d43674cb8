import { type OwnTeam, teams } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog, Switch, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate, formatHours, inOneLine } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';

const CHANGED = [teams.listOwn, teams.ranking];

/** 我的服务队: invitations, own teams, and how the teams of the community stand this month. */
export function TeamsPage() {
  const { t } = useTranslation('residentTeams');
  const back = useBack();
  const own = useRead(teams.listOwn, {}, { staleMs: 0 });
  return (
    <PhonePage title={t('menu.teams')} onBack={back}>
      <Shown of={own} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('teams.none')}>
              <span className="small">{t('teams.noneHint')}</span>
            </Nothing>
          ) : (
            <>
              {items.map((team) => (
                <TeamCard key={team.teamId} team={team} />
              ))}
              <Ranking unitId={items[0]?.unitId ?? ''} own={items} />
            </>
          )
        }
      </Shown>
    </PhonePage>
  );
}

function TeamCard({ team }: { team: OwnTeam }) {
  const { t } = useTranslation('residentTeams');
  const navigate = useNavigate();
  const params = { teamId: team.teamId };
  const onError = (error: unknown): void => void Toast.show({ content: messageOf(error), duration: 3000 });
  const join = useChange(teams.join, { changes: CHANGED });
  const leave = useChange(teams.leave, { changes: CHANGED, onDone: () => Toast.show(t('teams.left')) });
  const invited = team.mine === 'invited';
  const answer = (ranked: boolean): void =>
    join.mutate({ params, body: { ranked } }, { onError, onSuccess: () => invited && Toast.show(t('teams.joined')) });
  const ask = async (): Promise<void> => {
    const sure = await Dialog.confirm({
      content: t('teams.leaveAsk', { name: team.name }),
      confirmText: t('teams.leave'),
    });
    if (sure) leave.mutate({ params }, { onError });
  };
  return (
    <>
      <Card>
        <Row
          title={<b>{team.name}</b>}
          wide
          below={inOneLine(
            t(`teams.kind.${team.kind}`),
            t('teams.members', { count: team.members }),
            team.leading ? '' : t('teams.leader', { name: team.leaderName }),
          )}
          end={
            invited ? (
              <Tag tone="warning">{t('teams.invitation')}</Tag>
            ) : team.leading ? (
              <Tag tone="success">{t('teams.leading')}</Tag>
            ) : undefined
          }
        />
        {invited ? null : (
          <Row
            title={t('teams.ranked')}
            below={t('teams.rankedHint')}
            end={
              <Switch checked={team.ranked} loading={join.isPending} aria-label={t('teams.ranked')} onChange={answer} />
            }
          />
        )}
      </Card>
      {invited ? (
        <>
          <Button color="primary" block loading={join.isPending} onClick={() => answer(false)}>
            {t('teams.accept')}
          </Button>
          <Button block loading={leave.isPending} onClick={() => leave.mutate({ params }, { onError })}>
            {t('teams.decline')}
          </Button>
        </>
      ) : team.leading ? (
        <Button color="primary" block onClick={() => void navigate({ to: '/teams/$teamId', params })}>
          {t('teams.signUp')}
        </Button>
      ) : (
        <Button block loading={leave.isPending} onClick={() => void ask()}>
          {t('teams.leave')}
        </Button>
      )}
    </>
  );
}

function Ranking({ unitId, own }: { unitId: string; own: readonly OwnTeam[] }) {
  const { t } = useTranslation('residentTeams');
  const ranking = useRead(teams.ranking, { query: { unitId, month: businessDate().slice(0, 7) } });
  return (
    <ListSection title={t('teams.ranking')}>
      <Shown of={ranking} rows={3}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('teams.rankingNone')} />
          ) : (
            <>
              {items.map((each) => (
                <Row
                  key={each.teamId}
                  mark={
                    <Round tone={own.some(({ teamId }) => teamId === each.teamId) ? 'brand' : 'plain'}>
                      {each.place}
                    </Round>
                  }
                  title={each.name}
                  below={t('teams.rankLine', { people: each.people, times: each.times })}
                  end={t('teams.hours', { hours: formatHours(each.minutes) })}
                />
              ))}
            </>
          )
        }
      </Shown>
    </ListSection>
  );
}
