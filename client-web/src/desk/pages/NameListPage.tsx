import { activities, checkIns, type Language, problemText } from '@red-points/shared/contracts';
import type { Declarations } from '@red-points/shared/domain/rules';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList } from '../../api/index.ts';
import { allAnswered } from '../../features/rules/declarations.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { DeclaredAnswers } from '../../phone/components/DeclaredAnswers.tsx';
import { ListSection } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../desk.module.css';
import { type FoundPerson, PersonFinder } from '../PersonFinder.tsx';
import { listRoute } from '../router.tsx';
import { useAsked } from '../use-asked.ts';

const CHANGED = [checkIns.expected, checkIns.attendances, activities.get, activities.list];

/** The name list at the door: tick who is there; whoever did not sign up is found by name or card. */
export function NameListPage() {
  const { t } = useTranslation('desk');
  const { activityId } = listRoute.useParams();
  const back = useBack();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [declarations, setDeclarations] = useState<Declarations>({});
  const [tried, setTried] = useState(false);
  const [added, setAdded] = useState<readonly FoundPerson[]>([]);
  const list = useList(checkIns.expected, { params: { activityId }, query: { limit: 100 } }, { staleMs: 0 });
  const people = [...added, ...list.items.filter(({ personId }) => added.every((each) => each.personId !== personId))];
  const check = useChange(checkIns.witnessMany, {
    changes: CHANGED,
    onDone: ({ items }) => {
      const refused = items.filter(({ refused: code }) => code !== null);
      const done = items.length - refused.length;
      const why = refused.map(({ refused: code }) => problemText(code ?? '', currentLanguage() as Language)).join('\n');
      const failed = refused.length === 0 ? '' : t('list.failed', { count: refused.length, why });
      const words = [done === 0 ? '' : t('list.done', { count: done }), failed].filter((line) => line !== '');
      Toast.show({ content: words.join('\n'), duration: refused.length === 0 ? 2000 : 5000 });
      setChosen(new Set());
      setAdded(added.filter(({ personId }) => refused.some((item) => item.personId === personId)));
    },
  });
  const asked = useAsked(activityId);
  const send = (): void => {
    setTried(true);
    if (!allAnswered(asked, declarations)) return;
    check.mutate({ params: { activityId }, body: { personIds: [...chosen], declarations } });
  };
  const toggle = (personId: string): void => {
    const next = new Set(chosen);
    if (!next.delete(personId)) next.add(personId);
    setChosen(next);
  };
  const all = people.length > 0 && chosen.size === people.length;
  const onFound = (person: FoundPerson): void => {
    setAdded([person, ...added.filter(({ personId }) => personId !== person.personId)]);
    setChosen(new Set([...chosen, person.personId]));
  };
  return (
    <PhonePage
      title={t('list.title')}
      onBack={back}
      bottom={
        <Button color="primary" block disabled={chosen.size === 0} loading={check.isPending} onClick={send}>
          {chosen.size === 0 ? t('list.choose') : t('list.check', { count: chosen.size })}
        </Button>
      }
    >
      {check.error === null ? null : <p role="alert">{messageOf(check.error)}</p>}
      {asked === undefined || asked.notEligible.length === 0 ? null : (
        <>
          <p className="small quiet">{t('list.asked')}</p>
          <DeclaredAnswers terms={asked} value={declarations} onChange={setDeclarations} checked={tried} />
        </>
      )}
      {list.isPending ? <Waiting rows={5} /> : null}
      {list.isError ? <Trouble error={list.error} onRetry={() => void list.refetch()} /> : null}
      {list.isSuccess ? (
        <ListSection title={t('list.signedUp')}>
          {people.length === 0 ? <Nothing title={t('list.signedUpNone')} /> : null}
          {people.length > 1 ? (
            <button
              type="button"
              className={`plain-button link ${styles.check}`}
              onClick={() => setChosen(all ? new Set() : new Set(people.map(({ personId }) => personId)))}
            >
              {t(all ? 'list.none' : 'list.all')}
            </button>
          ) : null}
          {people.map((person) => (
            <label key={person.personId} className={styles.check}>
              <input type="checkbox" checked={chosen.has(person.personId)} onChange={() => toggle(person.personId)} />
              <span>{person.maskedName}</span>
              <span className="small quiet">{person.unitName}</span>
            </label>
          ))}
          <MoreButton list={list} />
        </ListSection>
      ) : null}
      <h2 className="small quiet">{t('list.find')}</h2>
      <PersonFinder onFound={onFound} />
    </PhonePage>
  );
}
