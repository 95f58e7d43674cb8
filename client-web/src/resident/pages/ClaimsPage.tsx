import { type Claim, claimDrafts, claims } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { formatDate, inList, inOneLine } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { DraftList } from '../../phone/claims/DraftList.tsx';
import { useAskToWithdraw } from '../../phone/claims/use-ask-to-withdraw.ts';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';

const TONES: Partial<Record<Claim['state'], TagTone>> = {
  waiting: 'warning',
  returned: 'warning',
  in_publicity: 'warning',
  objected: 'warning',
  posted: 'success',
  rejected: 'danger',
};

/** This person's claims, newest first, with what the reviewer said. */
export function ClaimsPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const navigate = useNavigate();
  const list = useList(claims.listOwn, { query: { limit: 20 } }, { staleMs: 0 });
  const drafts = useRead(claimDrafts.list, {}, { staleMs: 0 });
  return (
    <PhonePage
      title={t('claims.title')}
      onBack={back}
      bottom={
        <Button color="primary" block onClick={() => void navigate({ to: '/claims/new' })}>
          {t('claims.new')}
        </Button>
      }
    >
      <DraftList
        drafts={drafts.data?.items ?? []}
        onOpen={({ draftId }) => void navigate({ to: '/claims/new', search: { draft: draftId } })}
      />
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t('claims.none')}>
          <span className="small">{t('claims.noneHint')}</span>
        </Nothing>
      ) : null}
      {list.items.map((claim) => (
        <ClaimCard key={claim.claimId} claim={claim} />
      ))}
      <MoreButton list={list} />
    </PhonePage>
  );
}

function ClaimCard({ claim }: { claim: Claim }) {
  const { t } = useTranslation(['resident', 'claimForm']);
  const navigate = useNavigate();
  const wanted = inList(claim.changesWanted.map((part) => t(`part.${part}`, { ns: 'claimForm' })));
  const correct = (): void => void navigate({ to: '/claims/new', search: { correct: claim.claimId } });
  const withdrawing = useAskToWithdraw(claim);
  return (
    <Card>
      <Row
        title={claim.title}
        below={inOneLine(
          formatDate(claim.occurredOn),
          claim.onBehalf && t('claims.filedBy', { name: claim.filedByName }),
        )}
        end={<Points value={claim.priced.points} tone={claim.state === 'posted' ? 'signed' : 'pending'} />}
        endBelow={<Tag tone={TONES[claim.state] ?? 'plain'}>{t(`claims.state.${claim.state}`)}</Tag>}
      />
      {claim.reviewReason === null ? null : (
        <Row title={<span className="small">{t('claims.reason', { reason: claim.reviewReason })}</span>} />
      )}
      {wanted === '' ? null : <Row title={<b className="small">{t('wanted', { ns: 'claimForm', what: wanted })}</b>} />}
      {claim.state === 'returned' ? (
        claim.onBehalf ? (
          // Whoever filed it, or a colleague, corrects it; of a case of mediation, nobody else may even read who the parties are.
          <Row title={<span className="small">{t('claims.correctedByFiler', { name: claim.filedByName })}</span>} />
        ) : (
          <Row title={<span className="link">{t('claims.correct')}</span>} onOpen={correct} />
        )
      ) : null}
      {claim.mayWithdraw ? (
        <Row title={<span className="link">{withdrawing.verb}</span>} onOpen={withdrawing.ask} />
      ) : null}
    </Card>
  );
}
