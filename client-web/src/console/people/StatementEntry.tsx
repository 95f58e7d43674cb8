import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import MinusOutlined from '@ant-design/icons-svg/es/asn/MinusOutlined';
import PlusOutlined from '@ant-design/icons-svg/es/asn/PlusOutlined';
import UndoOutlined from '@ant-design/icons-svg/es/asn/UndoOutlined';
import type { IconDefinition } from '@ant-design/icons-svg/es/types';
import type { people, StatementLine } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../api/index.ts';
import {
  businessDate,
  formatHours,
  formatMoment,
  formatShortDay,
  formatWhen,
  inOneLine,
} from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { actorsWords } from '../ledger/actors.ts';
import { OwedWords } from './DebtPanel.tsx';
import styles from './Statement.module.css';

type Pending = CallAnswer<typeof people.statement>['pending'][number];
type Kind = StatementLine['kind'];

const SIGN: Record<Kind, { icon: IconDefinition; tone: 'earn' | 'held' | 'plain' }> = {
  earn: { icon: PlusOutlined, tone: 'earn' },
  refund: { icon: PlusOutlined, tone: 'earn' },
  adjust: { icon: PlusOutlined, tone: 'plain' },
  hold: { icon: ClockCircleOutlined, tone: 'held' },
  release: { icon: UndoOutlined, tone: 'plain' },
  capture: { icon: MinusOutlined, tone: 'plain' },
  spend: { icon: MinusOutlined, tone: 'plain' },
  expire: { icon: MinusOutlined, tone: 'plain' },
  donate: { icon: MinusOutlined, tone: 'plain' },
  reverse: { icon: UndoOutlined, tone: 'plain' },
  join: { icon: PlusOutlined, tone: 'plain' },
  close: { icon: MinusOutlined, tone: 'plain' },
};

interface RowProps {
  icon: IconDefinition;
  tone: 'earn' | 'held' | 'plain';
  title: ReactNode;
  label: string;
  labelTone?: TagTone;
  amount: ReactNode;
  under: ReactNode;
  facts: readonly (readonly [string, ReactNode])[];
}

function Row({ icon, tone, title, label, labelTone = 'plain', amount, under, facts }: RowProps) {
  return (
    <li>
      <span className={styles['dot']} data-tone={tone}>
        <Icon of={icon} size={12} />
      </span>
      <div>
        <div className={styles['head']}>
          <b>{title}</b>
          <Tag tone={labelTone}>{label}</Tag>
        </div>
        <dl>
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </div>
      <div className={styles['amount']}>
        {amount}
        <span className="small quiet">{under}</span>
      </div>
    </li>
  );
}

/** A credit that is approved but not yet posted. */
export function PendingEntry({ credit }: { credit: Pending }) {
  const { t } = useTranslation(['consolePeople', 'common']);
  const until = credit.publicUntil;
  return (
    <Row
      icon={ClockCircleOutlined}
      tone="held"
      title={withHours(credit.title, credit.minutes, t('unit.hours', { ns: 'common' }))}
      label={t(`pending.${credit.state}`)}
      labelTone="warning"
      amount={<Points value={credit.points} tone="pending" />}
      under={
        <>
          {t('statement.notPosted')}
          {until === null ? null : <br />}
          {until === null ? null : t('statement.publicUntil', { date: formatShortDay(until) })}
        </>
      }
      facts={[[t('fact.when'), formatWhen(credit.effectiveAt)]]}
    />
  );
}

/** One posted entry, with everything that explains it. */
export function StatementEntry({ entry }: { entry: StatementLine }) {
  const { t } = useTranslation(['consolePeople', 'consoleLedger', 'domain', 'common', 'debt']);
  const sign = SIGN[entry.kind];
  const held = entry.kind === 'hold';
  const facts: [string, ReactNode][] = [[t('fact.when'), formatMoment(entry.effectiveAt)]];
  if (businessDate(entry.effectiveAt) !== businessDate(entry.recordedAt))
    facts.push([t('fact.recorded'), formatMoment(entry.recordedAt)]);
  if (entry.member !== null) facts.push([t('fact.member'), entry.member]);
  if (entry.ruleCode !== null)
    facts.push([
      t('fact.rule'),
      t('rule', { ns: 'consoleLedger', code: entry.ruleCode, version: entry.ruleVersion ?? 1 }),
    ]);
  facts.push([t('fact.source'), sourceWords(entry, t)]);
  if (entry.actors.length > 0) facts.push([t('fact.actors'), actorsWords(entry.actors)]);
  if (entry.owedChange !== 0) facts.push([t('label', { ns: 'debt' }), <OwedWords key="owed" entry={entry} />]);
  if (entry.reason !== null) facts.push([t('reasonLabel', { ns: 'debt' }), entry.reason]);
  facts.push([
    t('fact.receipt'),
    <Link key="receipt" to="/transactions" search={{ open: entry.entryId }} className="link">
      {entry.receiptCode}
    </Link>,
  ]);
  return (
    <Row
      icon={sign.icon}
      tone={sign.tone}
      title={withHours(entry.title, entry.minutes, t('unit.hours', { ns: 'common' }))}
      label={t(`kind.${entry.kind}`, { ns: 'consoleLedger' })}
      labelTone={held ? 'warning' : 'plain'}
      amount={
        held ? <Points value={entry.holdPoints ?? 0} tone="pending" /> : <Points value={entry.points} tone="signed" />
      }
      under={
        <>
          {t('statement.balance', { points: entry.balanceAfter })}
          {held ? <br /> : null}
          {held ? t('statement.held') : null}
        </>
      }
      facts={facts}
    />
  );
}

const withHours = (title: string, minutes: number, unit: string): string =>
  inOneLine(title, minutes > 0 && `${formatHours(minutes)} ${unit}`);

type Words = ReturnType<typeof useTranslation<['consolePeople', 'consoleLedger', 'domain', 'common', 'debt']>>['t'];

function sourceWords(entry: StatementLine, t: Words): string {
  const how =
    entry.provenance === null
      ? t(`source.${sourceKey(entry.sourceKind)}`, { ns: 'consoleLedger' })
      : t(`provenance.${entry.provenance}`, { ns: 'domain' });
  return entry.place === null ? how : `${how} · ${entry.place}`;
}

const SOURCE_KINDS = [
  'attendance',
  'claim',
  'import_row',
  'batch_item',
  'redemption',
  'entry',
  'expiry',
  'adjustment',
  'operation',
  'donation',
  'closing',
  'joining',
  'correction',
] as const;
type SourceKind = (typeof SOURCE_KINDS)[number];

/** The kind of source that has words; a newer server may know others. */
export function sourceKey(kind: string): SourceKind {
  return SOURCE_KINDS.find((known) => known === kind) ?? 'operation';
}
