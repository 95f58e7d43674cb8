import { activities, type Language, problemText, type ResidentActivity, teams } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList } from '../../api/index.ts';
import { formatMoment, inOneLine } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { teamRoute } from '../router.tsx';
import styles from './TeamSignUpPage.module.css';

/** A leader signs members up: an activity first, then who comes. */
export function TeamSignUpPage() {
  const { t } = useTranslation('residentTeams');
  const back = useBack();
  const [chosen, setChosen] = useState<ResidentActivity>();
  if (chosen !== undefined) return <Members activity={chosen} onBack={() => setChosen(undefined)} />;
  return (
    <PhonePage title={t('signUp.title')} onBack={back}>
      <Activities onChoose={setChosen} />
    </PhonePage>
  );
}

function Activities({ onChoose }: { onChoose: (activity: ResidentActivity) => void }) {
  const { t } = useTranslation(['residentTeams', 'resident']);
  const list = useList(activities.listForResidents, { query: { mine: 'all', limit: 50 } });
  if (list.isPending) return <Waiting rows={5} />;
  if (list.isError) return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  const open = list.items.filter(({ state }) => state === 'open');
  return (
    <ListSection title={t('signUp.choose')}>
      {open.length === 0 ? <Nothing title={t('signUp.noActivities')} /> : null}
      {open.map((activity) => (
        <Row
          key={activity.activityId}
          title={<b>{activity.title}</b>}
          below={inOneLine(formatMoment(activity.startsAt), activity.place)}
          end={t('activities.peopleValue', {
            ns: 'resident',
            signedUp: activity.signedUp,
            capacity: activity.capacity,
          })}
          onOpen={() => onChoose(activity)}
        />
      ))}
      <MoreButton list={list} />
    </ListSection>
  );
}

function Members({ activity, onBack }: { activity: ResidentActivity; onBack: () => void }) {
  const { t } = useTranslation('residentTeams');
  const { teamId } = teamRoute.useParams();
  const { activityId } = activity;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const list = useList(teams.ownMembers, { params: { teamId }, query: { activityId, limit: 100 } }, { staleMs: 0 });
  const signUp = useChange(teams.signUp, {
    changes: [teams.ownMembers, activities.listForResidents, activities.getForResident],
    onDone: ({ items }) => {
      const count = (part: string) => items.filter((each) => each.part === part).length;
      const refused = items.flatMap(({ refused: code }) => code ?? []);
      const why = [...new Set(refused)].map((code) => problemText(code, currentLanguage() as Language)).join('\n');
      const words = [
        count('place') === 0 ? '' : t('signUp.done', { count: count('place') }),
        count('waiting') === 0 ? '' : t('signUp.waiting', { count: count('waiting') }),
        refused.length === 0 ? '' : t('signUp.failed', { count: refused.length, why }),
      ].filter((line) => line !== '');
      Toast.show({ content: words.join('\n'), duration: 4000 });
      setChosen(new Set());
    },
  });
  const toggle = (personId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(personId)) next.add(personId);
    setChosen(next);
  };
  const send = (): void => {
    const body = { activityId, personIds: [...chosen] };
    signUp.mutate(
      { params: { teamId }, body },
      { onError: (error) => void Toast.show({ content: messageOf(error), duration: 3000 }) },
    );
  };
  return (
    <PhonePage
      title={activity.title}
      onBack={onBack}
      bottom={
        <Button color="primary" block disabled={chosen.size === 0} loading={signUp.isPending} onClick={send}>
          {chosen.size === 0 ? t('signUp.verbNone') : t('signUp.verb', { count: chosen.size })}
        </Button>
      }
    >
      {list.isPending ? <Waiting rows={5} /> : null}
      {list.isError ? <Trouble error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess ? (
        <ListSection title={t('signUp.members')}>
          {list.items.map(({ personId, maskedName, unitName, state, part }) => (
            <label key={personId} className={styles.member}>
              <input
                type="checkbox"
                checked={chosen.has(personId)}
                disabled={state !== 'member' || part !== 'none'}
                onChange={() => toggle(personId)}
              />
              <span>{maskedName}</span>
              <span className="small quiet">{state === 'member' ? unitName : t('signUp.invited')}</span>
              {part === 'none' ? null : (
                <Tag tone={part === 'place' ? 'success' : 'warning'}>{t(`signUp.part.${part}`)}</Tag>
              )}
            </label>
          ))}
          <MoreButton list={list} />
        </ListSection>
      ) : null}
    </PhonePage>
  );
}
