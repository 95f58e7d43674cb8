import UndoOutlined from '@ant-design/icons-svg/es/asn/UndoOutlined';
import { type Adjustment, adjustments, people, reports, transactions } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatHours, formatMoment, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { CategoryTag, Tag } from '../../components/Tag.tsx';
import { useMay } from '../../features/use-may.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { RecordDrawer } from '../components/RecordDrawer.tsx';
import { EvidenceStrip } from '../parts/EvidenceStrip.tsx';
import { OwedWords } from '../people/DebtPanel.tsx';
import { sourceKey } from '../people/StatementEntry.tsx';
import { actorsWords } from './actors.ts';
import { EntryAdjustments } from './EntryAdjustments.tsx';
import { EntryContests, FileContest, useContests } from './EntryContests.tsx';
import styles from './EntryDrawer.module.css';
import { EntryReceipt } from './EntryReceipt.tsx';
import { ProposeAdjustment } from './ProposeAdjustment.tsx';

type Entry = CallAnswer<typeof transactions.get>;

/** One entry down to its rule, evidence, approver and receipt; from here a mistake is corrected. */
export function EntryDrawer({ entryId, onClose }: { entryId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleLedger', 'common']);
  const read = useRead(transactions.get, { params: { entryId: entryId ?? '' } }, { enabled: entryId !== undefined });
  const entry = read.data;
  const corrections = useCorrections(entryId);
  const doubts = useContests(entryId);
  return (
    <RecordDrawer
      open={entryId !== undefined}
      onClose={onClose}
      mark={entry?.maskedName.slice(0, 1) ?? ''}
      title={entry?.title ?? t('state.loading', { ns: 'common' })}
      tags={
        entry === undefined ? undefined : (
          <>
            <Tag>{t(`kind.${entry.kind}`)}</Tag>
            {entry.category === null ? null : <CategoryTag category={entry.category} />}
          </>
        )
      }
      subtitle={
        entry === undefined ? undefined : (
          <>
            {entry.personId === null ? (
              <span>{entry.maskedName}</span>
            ) : (
              <Link to="/people" search={{ open: entry.personId }} className="link">
                {entry.maskedName}
              </Link>
            )}
            <span>{entry.unitName}</span>
          </>
        )
      }
      loading={read.isPending}
      error={read.error}
      onRetry={() => void read.refetch()}
      footerNote={entry === undefined ? undefined : t('entry.hash', { code: entry.receiptCode })}
      footer={
        entry === undefined ? undefined : (
          <>
            <ProposeAdjustment
              entry={entry}
              closed={isReversed(entry) || corrections.some(({ state }) => state === 'proposed')}
            />
            <FileContest entry={entry} waiting={doubts.some(({ state }) => state === 'open')} />
            <Reverse entry={entry} corrections={corrections} />
          </>
        )
      }
    >
      {entry === undefined ? null : <Facts entry={entry} />}
      <EntryContests items={entry === undefined ? [] : doubts} />
      {entry === undefined ? null : <EntryAdjustments items={corrections} personId={entry.personId} />}
    </RecordDrawer>
  );
}

function useCorrections(entryId: string | undefined) {
  const may = useMay();
  const enabled = entryId !== undefined && may('adjustments.read');
  return useRead(adjustments.ofEntry, { params: { entryId: entryId ?? '' } }, { enabled }).data?.items ?? [];
}

function Facts({ entry }: { entry: Entry }) {
  const { t } = useTranslation(['consoleLedger', 'domain', 'common', 'debt']);
  // Corrections stand below with who agreed on them.
  const referring = entry.referredBy.filter(({ kind }) => kind !== 'adjust');
  return (
    <>
      <div className={styles['sum']}>
        <b>
          {entry.kind === 'hold' ? (
            <Points value={entry.holdPoints ?? 0} tone="pending" figure />
          ) : (
            <Points value={entry.points} tone="signed" figure />
          )}
        </b>
        <span className="quiet">{t('entry.after', { points: formatNumber(entry.balanceAfter) })}</span>
      </div>
      <dl className={styles['facts']}>
        <dt>{t('entry.happened')}</dt>
        <dd>{formatMoment(entry.effectiveAt)}</dd>
        <dt>{t('entry.recorded')}</dt>
        <dd>{formatMoment(entry.recordedAt)}</dd>
        {entry.minutes === 0 ? null : (
          <>
            <dt>{t('entry.hours')}</dt>
            <dd>{`${formatHours(entry.minutes)} ${t('unit.hours', { ns: 'common' })}`}</dd>
          </>
        )}
        <dt>{t('entry.rule')}</dt>
        <dd>
          {entry.ruleCode === null ? (
            <span className="quiet">{t('entry.noRule')}</span>
          ) : (
            <Link to="/rules" search={{ open: entry.ruleCode }} className="link">
              {`${t('rule', { code: entry.ruleCode, version: entry.ruleVersion ?? 1 })} ${entry.ruleTitle ?? ''}`}
            </Link>
          )}
        </dd>
        <dt>{t('entry.source')}</dt>
        <dd>
          {t(`source.${sourceKey(entry.sourceKind)}`)}
          {entry.provenance === null ? '' : ` · ${t(`provenance.${entry.provenance}`, { ns: 'domain' })}`}
          {entry.place === null ? '' : ` · ${entry.place}`}
        </dd>
        <dt>{t('entry.actors')}</dt>
        <dd>{entry.actors.length === 0 ? <span className="quiet">—</span> : actorsWords(entry.actors)}</dd>
        <dt>{t('entry.issuer')}</dt>
        <dd>{entry.issuerUnitName}</dd>
        {entry.owedChange === 0 ? null : (
          <>
            <dt>{t('label', { ns: 'debt' })}</dt>
            <dd>
              <OwedWords entry={entry} />
            </dd>
          </>
        )}
        {entry.reason === null ? null : (
          <>
            <dt>{t('reasonLabel', { ns: 'debt' })}</dt>
            <dd>{entry.reason}</dd>
          </>
        )}
        {entry.refersToSeq === null ? null : (
          <>
            <dt>{t('entry.refers')}</dt>
            <dd>{t('entry.seq', { seq: entry.refersToSeq })}</dd>
          </>
        )}
        <dt>{t('entry.number')}</dt>
        <dd>{t('entry.seq', { seq: entry.seq })}</dd>
        <dt>{t('entry.fingerprint')}</dt>
        <dd>
          <code className="small">{entry.hash.replace(/(.{4})/g, '$1 ').trim()}</code>
        </dd>
      </dl>
      <EntryReceipt entryId={entry.entryId} />
      {entry.evidenceIds.length === 0 ? null : (
        <section className={styles['part']}>
          <h3>{t('entry.evidence')}</h3>
          <EvidenceStrip evidenceIds={entry.evidenceIds} />
        </section>
      )}
      {referring.length === 0 ? null : (
        <section className={styles['part']}>
          <h3>{t('entry.referredBy')}</h3>
          <ul>
            {referring.map((other) => (
              <li key={other.seq} className={styles['other']}>
                <Tag>{t(`kind.${other.kind}`)}</Tag>
                <span className="quiet">{formatMoment(other.recordedAt)}</span>
                <Points value={other.points} tone="signed" />
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

const isReversed = ({ referredBy }: Entry): boolean => referredBy.some(({ kind }) => kind === 'reverse');

/** Why an entry is not taken back whole: as a key of words, or null. What was corrected would be taken twice. */
function whyStands(entry: Entry, corrections: readonly Adjustment[]): 'already' | 'corrected' | 'waiting' | null {
  if (isReversed(entry)) return 'already';
  const corrected = entry.referredBy.some(({ kind }) => kind === 'adjust');
  if (corrected || corrections.some(({ state }) => state === 'posted')) return 'corrected';
  return corrections.some(({ state }) => state === 'proposed' || state === 'confirmed') ? 'waiting' : null;
}

function Reverse({ entry, corrections }: { entry: Entry; corrections: readonly Adjustment[] }) {
  const { t } = useTranslation('consoleLedger');
  const { message } = App.useApp();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const reverse = useMoneyMutation(transactions.reverse, {
    changes: [transactions.list, transactions.get, people.statement, people.get, reports.overview],
    onDone: () => {
      setAsking(false);
      void message.success(t('reverse.done'));
    },
  });
  const stands = whyStands(entry, corrections);
  if (entry.kind !== 'earn' || !may('transactions.reverse')) return null;
  if (stands !== null) return <span className="quiet">{t(`reverse.${stands}`)}</span>;
  return (
    <>
      <Button danger icon={<Icon of={UndoOutlined} />} onClick={() => setAsking(true)}>
        {t('reverse.verb')}
      </Button>
      <ReasonDialog
        open={asking}
        title={t('reverse.title', { title: entry.title, points: entry.points })}
        explanation={t('reverse.what')}
        verb={t('reverse.verb')}
        suggestions={[t('reverse.double'), t('reverse.hours'), t('reverse.absent')]}
        busy={reverse.sending}
        error={reverse.error === null ? undefined : messageOf(reverse.error)}
        onGive={(reason) => reverse.start({ params: { entryId: entry.entryId }, body: { reason } })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
