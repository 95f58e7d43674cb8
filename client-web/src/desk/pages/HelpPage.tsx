import CalendarOutlined from '@ant-design/icons-svg/es/asn/CalendarOutlined';
import FormOutlined from '@ant-design/icons-svg/es/asn/FormOutlined';
import GiftOutlined from '@ant-design/icons-svg/es/asn/GiftOutlined';
import LoginOutlined from '@ant-design/icons-svg/es/asn/LoginOutlined';
import { type Activity, activities, checkIns, type PersonDetail, people } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatHours, formatNearDay, formatNumber, formatTime, inOneLine } from '../../components/formatters.ts';
import { BigTasks } from '../../phone/components/ActionTiles.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { DayTile, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet, SheetRows } from '../../phone/components/Sheet.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { BookedFor } from '../BookedFor.tsx';
import { CardPanel } from '../CardPanel.tsx';
import { PersonFinder } from '../PersonFinder.tsx';
import { RedeemFor } from '../RedeemFor.tsx';
import { helpRoute } from '../router.tsx';

/** Staff act for somebody who stands beside them: whoever it is, and who did it, are both recorded. */
export function HelpPage() {
  const { t } = useTranslation('desk');
  const { person: personId } = helpRoute.useSearch();
  const back = useBack();
  const navigate = useNavigate();
  const person = useRead(people.get, { params: { personId: personId ?? '' } }, { enabled: personId !== undefined });
  return (
    <PhonePage title={t('help.title')} onBack={back}>
      {personId === undefined ? (
        <>
          <Banner tone="slate">{t('help.lead')}</Banner>
          <PersonFinder onFound={(found) => void navigate({ to: '/help', search: { person: found.personId } })} />
        </>
      ) : (
        <Shown of={person} rows={6}>
          {(found) => <Person person={found} />}
        </Shown>
      )}
    </PhonePage>
  );
}

type Choice = 'sign_up' | 'check_in' | 'redeem';
type ActivityChoice = Exclude<Choice, 'redeem'>;

function Person({ person }: { person: PersonDetail }) {
  const { t } = useTranslation(['desk', 'common']);
  const navigate = useNavigate();
  const [choice, setChoice] = useState<Choice>();
  const { personId, account } = person;
  const points = (count: number): string => `${formatNumber(count)} ${t('unit.points', { ns: 'common' })}`;
  return (
    <>
      <Card>
        <Row
          title={<b>{person.maskedName}</b>}
          below={`${person.unitName} · ${person.maskedPhone ?? t('find.noPhone')}`}
          end={<span className="small quiet">{t(`help.status.${person.status}`)}</span>}
        />
        <Facts
          rows={[
            { label: t('help.available'), value: points(account.available), strong: true },
            { label: t('help.pending'), value: points(account.pending) },
            { label: t('help.hours'), value: t('help.hoursValue', { hours: formatHours(account.minutes) }) },
          ]}
        />
      </Card>
      <BigTasks
        tiles={[
          {
            key: 'sign_up',
            icon: CalendarOutlined,
            title: t('help.signUp'),
            hint: t('help.signUpHint'),
            onOpen: () => setChoice('sign_up'),
          },
          {
            key: 'check_in',
            icon: LoginOutlined,
            title: t('help.checkIn'),
            hint: t('help.checkInHint'),
            onOpen: () => setChoice('check_in'),
          },
          {
            key: 'claim',
            icon: FormOutlined,
            title: t('help.claim'),
            hint: t('help.claimHint'),
            onOpen: () => void navigate({ to: '/claims/new', search: { person: personId } }),
          },
          {
            key: 'redeem',
            icon: GiftOutlined,
            title: t('help.redeem'),
            hint: t('help.redeemHint'),
            onOpen: () => setChoice('redeem'),
          },
        ]}
      />
      <BookedFor personId={personId} />
      <CardPanel personId={personId} />
      <Sheet
        open={choice !== undefined}
        title={choice === 'redeem' ? inOneLine(t('help.redeem'), person.maskedName) : t('help.chooseActivity')}
        onClose={() => setChoice(undefined)}
      >
        {choice === undefined ? null : choice === 'redeem' ? (
          <RedeemFor person={person} onDone={() => setChoice(undefined)} />
        ) : (
          <Choose choice={choice} person={person} onDone={() => setChoice(undefined)} />
        )}
      </Sheet>
    </>
  );
}

const SHOWN: Record<ActivityChoice, readonly Activity['state'][]> = {
  sign_up: ['open', 'under_way'],
  check_in: ['under_way'],
};

/** The activities that somebody can be signed up for, or checked in at. */
function Choose({ choice, person, onDone }: { choice: ActivityChoice; person: PersonDetail; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const today = useRead(activities.list, { query: { when: 'today', limit: 50 } });
  const coming = useRead(activities.list, { query: { when: 'coming', limit: 50 } });
  const changes = [activities.list, activities.get, checkIns.attendances, checkIns.expected];
  const signUp = useChange(checkIns.signUpFor, { changes });
  const witness = useChange(checkIns.witness, { changes });
  const all = [...(today.data?.items ?? []), ...(coming.data?.items ?? [])];
  const items = [...new Map(all.map((activity) => [activity.activityId, activity])).values()].filter(({ state }) =>
    SHOWN[choice].includes(state),
  );
  const act = async ({ activityId }: Activity): Promise<void> => {
    const input = { params: { activityId }, body: { personId: person.personId } };
    try {
      if (choice === 'sign_up') await signUp.mutateAsync(input);
      else await witness.mutateAsync(input);
      const name = person.maskedName;
      Toast.show(choice === 'sign_up' ? t('help.signedUp', { name }) : t('help.checkedIn', { name }));
      onDone();
    } catch (error) {
      Toast.show({ content: messageOf(error), duration: 3500 });
    }
  };
  return (
    <SheetRows>
      {today.isSuccess && items.length === 0 ? (
        <Nothing title={t(choice === 'sign_up' ? 'help.noneOpen' : 'help.noneRunning')} />
      ) : null}
      {items.map((activity) => (
        <Row
          key={activity.activityId}
          mark={<DayTile day={formatNearDay(activity.startsAt)} time={formatTime(activity.startsAt)} />}
          title={activity.title}
          below={t('home.place', { place: activity.place, time: formatTime(activity.endsAt) })}
          onOpen={() => void act(activity)}
        />
      ))}
    </SheetRows>
  );
}
