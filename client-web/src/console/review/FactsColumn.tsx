import CheckCircleOutlined from '@ant-design/icons-svg/es/asn/CheckCircleOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import type { ReviewDetail, ReviewLine } from '@red-points/shared/contracts';
import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatDate, formatDay, formatMoment, formatShortMoment, formatSpan } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { ScrollArea } from '../../components/ScrollArea.tsx';
import type { Decision, Ruling } from '../../features/reviews/decide.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { UnmaskButton } from '../parts/UnmaskButton.tsx';
import { checkWords, escalationWords, historyWords } from './check-words.ts';
import { DecisionPanel } from './DecisionPanel.tsx';
import styles from './FactsColumn.module.css';

export interface FactsColumnProps {
  line: ReviewLine;
  detail: ReviewDetail | undefined;
  loading: boolean;
  ruling: Ruling | undefined;
  mayDecide: boolean;
  decidable: boolean;
  onDecide: (decision: Decision) => void;
  onAgain: () => void;
  bulk: boolean;
  onEscalate: () => void;
}

/** At the right: facts, then the sum, then the checks, then what happened, then the decision. */
export function FactsColumn(props: FactsColumnProps) {
  const { line, detail, loading, ruling, mayDecide, decidable, onDecide, onAgain, bulk, onEscalate } = props;
  const { t } = useTranslation('consoleReview');
  return (
    <section className={styles['column']} aria-label={t('facts.label')}>
      <header className={styles['head']}>
        <b>{line.maskedName}</b>
        <span className="small quiet">{line.unitName}</span>
        {detail === undefined ? null : (
          <span className={styles['unmask']}>
            <UnmaskButton personId={detail.personId} small />
          </span>
        )}
      </header>
      <ScrollArea label={t('facts.facts')} className={styles['scroll']}>
        {loading ? <Skeleton active paragraph={{ rows: 10 }} title={false} /> : null}
        {detail === undefined ? null : <Notes detail={detail} />}
        {detail === undefined ? null : <Facts detail={detail} />}
      </ScrollArea>
      <DecisionPanel
        line={line}
        detail={detail}
        ruling={ruling}
        mayDecide={mayDecide}
        decidable={decidable}
        onDecide={onDecide}
        onAgain={onAgain}
        bulk={bulk}
        onEscalate={onEscalate}
      />
    </section>
  );
}

/** What stands above the facts: handed up, by whom and why; the first of two approvals; on whose behalf one reviews. */
function Notes({ detail }: { detail: ReviewDetail }) {
  const { t } = useTranslation('consoleReview');
  const { escalated, firstApproval, deputyOfName } = detail;
  const notes = [
    escalated === null ? undefined : escalationWords(t, escalated),
    firstApproval === null || detail.state !== 'waiting' || !detail.mayDecide
      ? undefined
      : t('standing.firstApproval', { name: firstApproval.byName, moment: formatMoment(firstApproval.at) }),
    deputyOfName === null || !detail.mayDecide ? undefined : t('standing.deputy', { name: deputyOfName }),
  ].flatMap((words) => words ?? []);
  return notes.map((words) => (
    <p key={words} className={styles['note']}>
      {words}
    </p>
  ));
}

/** The target ends at midnight: people name the day before. */
function lastInstant(dueAt: string): number {
  return Date.parse(dueAt) - 1;
}

function Facts({ detail }: { detail: ReviewDetail }) {
  const { t } = useTranslation(['consoleReview', 'domain']);
  const when =
    detail.kind === 'claim' || detail.occurredUntil === null
      ? formatDay(detail.occurredFrom)
      : formatSpan(detail.occurredFrom, detail.occurredUntil);
  return (
    <>
      <dl className={styles['facts']}>
        <dt>{t('facts.rule')}</dt>
        <dd>{t('facts.ruleValue', { code: detail.ruleCode, title: detail.ruleTitle, version: detail.ruleVersion })}</dd>
        <dt>{t('facts.time')}</dt>
        <dd>{when}</dd>
        <dt>{t('facts.provenance')}</dt>
        <dd>{t(`provenance.${detail.provenance}`, { ns: 'domain' })}</dd>
        <dt>{t('facts.filer')}</dt>
        <dd>
          {detail.onBehalf
            ? t('facts.filerOnBehalf', { name: detail.filedByName })
            : detail.kind === 'claim'
              ? t('facts.filerSelf')
              : detail.filedByName}
        </dd>
        {detail.place === null ? null : (
          <>
            <dt>{t('facts.place')}</dt>
            <dd>{detail.place}</dd>
          </>
        )}
        {detail.dueAt === null ? null : (
          <>
            <dt>{t('standing.due')}</dt>
            <dd className={detail.late ? (styles['late'] ?? '') : ''}>
              {t(detail.late ? 'standing.lateSince' : 'standing.dueUntil', {
                moment: formatDay(lastInstant(detail.dueAt)),
              })}
            </dd>
          </>
        )}
        <dt>{t('facts.expiry')}</dt>
        <dd>{detail.lastDay === null ? t('facts.never') : t('facts.lastDay', { date: formatDate(detail.lastDay) })}</dd>
      </dl>
      <div className={styles['sum']}>
        <span>{t('sum.title')}</span>
        <b>
          <Points value={detail.priced.points} />
        </b>
        <span className="small quiet">
          {currentLanguage() === 'zh' ? detail.priced.workingZh : detail.priced.workingEn}
        </span>
        <span className="small quiet">
          {detail.pointsMaxPerEvent === null
            ? t('sum.noMaximum')
            : t('sum.maximum', { points: detail.pointsMaxPerEvent })}
        </span>
      </div>
      <ul className={styles['checks']} aria-label={t('checks')}>
        {detail.checks.map((check) => (
          <li key={check.code} data-ok={check.ok}>
            <Icon of={check.ok ? CheckCircleOutlined : ExclamationCircleOutlined} />
            <span>
              <span className="visually-hidden">{t(check.ok ? 'check.passed' : 'check.attention')}</span>
              {checkWords(t, check)}
            </span>
          </li>
        ))}
      </ul>
      <div className={styles['past']}>
        <b>{t('history')}</b>
        <ol>
          {detail.history.map((event) => (
            <li key={`${event.at}.${event.code}`}>
              <span className="quiet nowrap" title={formatMoment(event.at)}>
                {formatShortMoment(event.at)}
              </span>
              <span>{historyWords(t, event)}</span>
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}
