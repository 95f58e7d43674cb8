import { claimDrafts, claims } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { ClaimForm } from '../../phone/claims/ClaimForm.tsx';
import { CorrectClaim } from '../../phone/claims/CorrectClaim.tsx';
import { DraftList } from '../../phone/claims/DraftList.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';
import { type FoundPerson, PersonFinder } from '../PersonFinder.tsx';
import { ReturnedClaims } from '../ReturnedClaims.tsx';
import { claimRoute } from '../router.tsx';
import { usePerson } from '../use-person.ts';

/** What was returned is listed so far, the newest. */
const RETURNED = 200;

/**
 * Staff claim points for a resident who asked them to, with the phone's camera; what is not finished waits as a draft, and
 * what came back is corrected and filed again.
 */
export function NewClaimPage() {
  const { t } = useTranslation('desk');
  const back = useBack();
  const navigate = useNavigate();
  const { person: personId, draft, correct } = claimRoute.useSearch();
  const known = usePerson(personId);
  const [chosen, setChosen] = useState<FoundPerson>();
  const [other, setOther] = useState(false);
  const drafts = useRead(claimDrafts.list, {}, { staleMs: 5_000 });
  const returned = useRead(claims.listReturned, { query: { limit: RETURNED } }, { staleMs: 0 });
  const kept = drafts.data?.items.find((each) => each.draftId === draft);
  const person = chosen ?? (other ? undefined : known);
  const goOn = (draftId: string, of: string | null): void =>
    void navigate({ to: '/claims/new', search: { draft: draftId, ...(of === null ? {} : { person: of }) } });
  const note = <p className="small quiet">{t('claim.note')}</p>;
  const onDone = (): void => {
    Toast.show(t('claim.sent'));
    void navigate({ to: '/', replace: true });
  };
  return (
    <PhonePage title={t(correct === undefined ? 'claim.title' : 'claim.correctTitle')} onBack={back}>
      {correct !== undefined ? (
        <CorrectClaim
          claimId={correct}
          of={returned}
          head={({ maskedName, unitName }) => (
            <Card>
              <Row title={<b>{maskedName}</b>} below={unitName} />
            </Card>
          )}
          note={note}
          onDone={onDone}
        />
      ) : person === undefined ? (
        <>
          <ReturnedClaims
            returned={returned.data?.items ?? []}
            onOpen={({ claimId }) => void navigate({ to: '/claims/new', search: { correct: claimId } })}
          />
          <h2 className="small quiet">{t('claim.who')}</h2>
          <PersonFinder onFound={setChosen} />
          <DraftList
            drafts={drafts.data?.items ?? []}
            onOpen={({ draftId, content }) => goOn(draftId, content.personId)}
          />
        </>
      ) : draft !== undefined && drafts.isPending ? null : (
        <ClaimForm
          key={`${person.personId}:${draft ?? ''}`}
          personId={person.personId}
          draft={kept}
          head={
            <Card>
              <Row
                title={<b>{person.maskedName}</b>}
                below={person.unitName}
                end={<span className="link">{t('claim.change')}</span>}
                onOpen={() => {
                  setChosen(undefined);
                  setOther(true);
                }}
              />
            </Card>
          }
          note={note}
          onDone={onDone}
        />
      )}
    </PhonePage>
  );
}
