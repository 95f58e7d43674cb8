import type { Claim } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { formatDate, inOneLine } from '../components/formatters.ts';
import { Card } from '../phone/components/Card.tsx';
import { Row } from '../phone/components/ListSection.tsx';

/** What this officer filed for others and got back, to be corrected; nothing where there is none. A case stands once. */
export function ReturnedClaims({ returned, onOpen }: { returned: readonly Claim[]; onOpen: (claim: Claim) => void }) {
  const { t } = useTranslation(['desk', 'resident']);
  if (returned.length === 0) return null;
  return (
    <section aria-label={t('claim.returned')}>
      <h2 className="small quiet" style={{ margin: '0 0 8px' }}>
        {t('claim.returned')}
      </h2>
      <Card>
        {oncePerCase(returned).map((claim) => (
          <Row
            key={claim.claimId}
            title={claim.title}
            below={
              <>
                {inOneLine(claim.maskedName, formatDate(claim.occurredOn))}
                {claim.reviewReason === null ? null : (
                  <span style={{ display: 'block' }}>
                    {t('claims.reason', { ns: 'resident', reason: claim.reviewReason })}
                  </span>
                )}
              </>
            }
            end={<span className="link nowrap">{t('claim.correct')}</span>}
            onOpen={() => onOpen(claim)}
          />
        ))}
      </Card>
    </section>
  );
}

/** A case of mediation comes back as one claim of each mediator, and is corrected as a whole. */
export function oncePerCase(returned: readonly Claim[]): Claim[] {
  const seen = new Set<string>();
  return returned.filter(({ claimId, caseId }) => {
    const whole = caseId ?? claimId;
    if (seen.has(whole)) return false;
    seen.add(whole);
    return true;
  });
}
