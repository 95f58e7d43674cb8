import { claimDrafts } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { ClaimForm } from '../../phone/claims/ClaimForm.tsx';
import { DraftList } from '../../phone/claims/DraftList.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { useBack } from '../../phone/use-back.ts';
import { type FoundPerson, PersonFinder } from '../PersonFinder.tsx';
import { claimRoute } from '../router.tsx';
import { usePerson } from '../use-person.ts';

/** Staff claim points for a resident who asked them to, with the phone's camera; what is not finished waits as a draft. */
export function NewClaimPage() {
  const { t } = useTranslation('desk');
  const back = useBack();
  const navigate = useNavigate();
  const { person: personId, draft } = claimRoute.useSearch();
  const known = usePerson(personId);
  const [chosen, setChosen] = useState<FoundPerson>();
  const [other, setOther] = useState(false);
  const drafts = useRead(claimDrafts.list, {}, { staleMs: 5_000 });
  const kept = drafts.data?.items.find((each) => each.draftId === draft);
  const person = chosen ?? (other ? undefined : known);
  const goOn = (draftId: string, of: string | null): void =>
    void navigate({ to: '/claims/new', search: { draft: draftId, ...(of === null ? {} : { person: of }) } });
  return (
    <PhonePage title={t('claim.title')} onBack={back}>
      {person === undefined ? (
        <>
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
          note={<p className="small quiet">{t('claim.note')}</p>}
          onDone={() => {
            Toast.show(t('claim.sent'));
            void navigate({ to: '/', replace: true });
          }}
        />
      )}
    </PhonePage>
  );
}
