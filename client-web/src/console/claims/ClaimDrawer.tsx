import type { Claim } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { formatDateWeekday, formatHours, formatMoment, inList } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { useWithdrawClaim } from '../../features/claims/use-withdraw-claim.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { EvidenceStrip } from '../parts/EvidenceStrip.tsx';
import styles from '../people/PersonDrawer.module.css';
import { CasePanel } from './CasePanel.tsx';
import { ClaimStateTag } from './ClaimStateTag.tsx';

export interface ClaimDrawerProps {
  claim: Claim | undefined;
  onClose: () => void;
  onCorrect: (claim: Claim) => void;
}

/** One claim with its evidence and what the reviewer said; a returned one is corrected from here. */
export function ClaimDrawer({ claim, onClose, onCorrect }: ClaimDrawerProps) {
  const { t } = useTranslation(['consoleOversight', 'claimForm', 'common']);
  if (claim === undefined) {
    return (
      <RecordDrawer open={false} onClose={onClose} title="">
        {null}
      </RecordDrawer>
    );
  }
  const facts: [string, string][] = [
    [t('claims.rule'), t('claims.ruleValue', { code: claim.ruleCode, version: claim.ruleVersion })],
    [t('column.date'), formatDateWeekday(claim.occurredOn)],
    ...(claim.startTime === null ? [] : ([[t('began', { ns: 'claimForm' }), claim.startTime]] as [string, string][])),
    [t('column.hours'), `${formatHours(claim.minutes)} ${t('unit.hours', { ns: 'common' })}`],
    [t('claims.sum'), currentLanguage() === 'zh' ? claim.priced.workingZh : claim.priced.workingEn],
    [t('claims.filer'), claim.onBehalf ? t('claims.onBehalf', { name: claim.filedByName }) : t('claims.self')],
    [t('claims.filedAt'), formatMoment(claim.filedAt)],
  ];
  if (claim.reviewedAt !== null) facts.push([t('claims.reviewedAt'), formatMoment(claim.reviewedAt)]);
  if (claim.reviewReason !== null && claim.reviewReason !== '') facts.push([t('claims.reason'), claim.reviewReason]);
  if (claim.activityTitle !== null) facts.push([t('about', { ns: 'claimForm' }), claim.activityTitle]);
  if (claim.changesWanted.length > 0) {
    const what = inList(claim.changesWanted.map((part) => t(`part.${part}`, { ns: 'claimForm' })));
    facts.push([t('toChange', { ns: 'claimForm' }), what]);
  }
  if (claim.publicUntil !== null) facts.push([t('claims.publicUntil'), formatMoment(claim.publicUntil)]);
  return (
    <RecordDrawer
      open
      onClose={onClose}
      mark={claim.maskedName.slice(0, 1)}
      title={claim.title}
      tags={
        <>
          <ClaimStateTag state={claim.state} />
          <CategoryTag category={claim.category} />
        </>
      }
      subtitle={
        <>
          <span>{claim.maskedName}</span>
          <span>{claim.unitName}</span>
        </>
      }
      figures={[{ label: t('column.points'), value: claim.priced.points, unit: t('unit.points', { ns: 'common' }) }]}
      footer={
        claim.mayCorrect || claim.mayWithdraw ? (
          <>
            {claim.mayWithdraw ? <Withdraw claim={claim} /> : null}
            {claim.mayCorrect ? (
              <Button type="primary" onClick={() => onCorrect(claim)}>
                {t('claims.correct')}
              </Button>
            ) : null}
          </>
        ) : undefined
      }
    >
      <dl className={styles.facts} style={{ paddingTop: 16 }}>
        {facts.map(([name, value]) => (
          <div key={name} style={{ display: 'contents' }}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p style={{ margin: '16px 0', whiteSpace: 'pre-line' }}>{claim.description}</p>
      {claim.caseId === null ? null : <CasePanel caseId={claim.caseId} />}
      {claim.evidenceIds.length === 0 ? null : <EvidenceStrip evidenceIds={claim.evidenceIds} />}
    </RecordDrawer>
  );
}

/** Takes a claim back that nobody has approved, a case as a whole; asked first, for it cannot be filed back. */
function Withdraw({ claim }: { claim: Claim }) {
  const { t } = useTranslation('claimForm');
  const { message, modal } = App.useApp();
  const { isPending, withdraw } = useWithdrawClaim(claim, () => void message.success(t('withdraw.done')));
  const isCase = claim.caseId !== null;
  const verb = t(isCase ? 'withdraw.verbCase' : 'withdraw.verb');
  return (
    <Button
      loading={isPending}
      onClick={() =>
        void modal.confirm({
          title: t(isCase ? 'withdraw.askCase' : 'withdraw.ask'),
          content: t(isCase ? 'withdraw.whatCase' : 'withdraw.what'),
          okText: verb,
          onOk: () => withdraw().catch((error) => void message.warning(messageOf(error), 6)),
        })
      }
    >
      {verb}
    </Button>
  );
}
