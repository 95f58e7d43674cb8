import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import MinusOutlined from '@ant-design/icons-svg/es/asn/MinusOutlined';
import PlusOutlined from '@ant-design/icons-svg/es/asn/PlusOutlined';
import UndoOutlined from '@ant-design/icons-svg/es/asn/UndoOutlined';
import { history, people, type StatementLine } from '@red-points/shared/contracts';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useList, useRead } from '../../api/index.ts';
import { businessDate, formatDateWeekday, formatShortDay, formatTime, inOneLine } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { Round, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { DebtNote } from '../DebtNote.tsx';
import { EntrySheet, lineTitle } from '../EntrySheet.tsx';
import { statementRoute } from '../router.tsx';
import { AccountChoice } from '../statement/AccountChoice.tsx';
import { PeriodCard } from '../statement/PeriodCard.tsx';
import { monthOfDate } from '../statement/period.ts';
import { byDay, linesForResident, signedPoints } from '../statement-lines.ts';
import styles from './StatementPage.module.css';

type Show = 'all' | 'earned' | 'redeemed' | 'pending';
type Pending = CallAnswer<typeof people.ownStatement>['pending'][number];

/** The resident's statement of a month or any period: what it began and ended with, and each entry between. */
export function StatementPage() {
  const { t } = useTranslation(['resident', 'statement']);
  const back = useBack();
  const navigate = useNavigate();
  const [show, setShow] = useState<Show>('all');
  const [open, setOpen] = useState<StatementLine>();
  const { entry: wanted, from, until, account: accountId } = statementRoute.useSearch();
  const today = businessDate();
  const period = from !== undefined && until !== undefined ? { from, until } : monthOfDate(today);
  const account = accountId === undefined ? {} : { accountId };
  const newest = useRead(people.ownStatement, { query: { limit: 50, ...account } }, { staleMs: 0 });
  const list = useList(
    history.ownStatement,
    { query: { ...period, ...account, show: show === 'pending' ? 'all' : show, limit: 100 } },
    { staleMs: 0 },
  );
  // What is on its way belongs to no month yet: it stands with the one that runs.
  const pending = period.until >= today ? (newest.data?.pending ?? []) : [];
  const lines = linesForResident(list.items);
  const asked = newest.data?.items.find((line) => line.entryId === wanted);
  // A message leads here: its entry opens once it is read.
  useEffect(() => setOpen(asked), [asked]);
  const go = (search: { from: string; until: string; account?: string | undefined }): void =>
    void navigate({ to: '/statement', search, replace: true });
  return (
    <PhonePage
      title={t('statement.title')}
      onBack={back}
      action={
        <Link to="/statement/print" search={{ ...period, account: accountId }} className="link">
          {t('print', { ns: 'statement' })}
        </Link>
      }
    >
      <AccountChoice chosen={accountId} onChoose={(id) => go({ ...period, account: id })} />
      <PeriodCard
        period={period}
        summary={list.first?.summary ?? null}
        onChoose={(chosen) => go({ ...chosen, account: accountId })}
      />
      <DebtNote account={newest.data?.account} />
      <Chips<Show>
        chips={[
          { key: 'all', label: t('statement.all') },
          { key: 'earned', label: t('statement.showEarned') },
          { key: 'redeemed', label: t('statement.showUsed') },
          { key: 'pending', label: t('statement.showPending') },
        ]}
        chosen={show}
        onChoose={setShow}
      />
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {(show === 'all' || show === 'pending') && pending.length > 0 ? <PendingCredits credits={pending} /> : null}
      {show === 'pending' ? null : <Days lines={lines} onOpen={setOpen} />}
      {list.isSuccess && (show === 'pending' ? pending.length === 0 : lines.length === 0 && pending.length === 0) ? (
        <Nothing title={t('nothing', { ns: 'statement' })}>
          <span className="small">{t('statement.noneHint')}</span>
        </Nothing>
      ) : null}
      {show === 'pending' ? null : <MoreButton list={list} />}
      <EntrySheet line={open} onClose={() => setOpen(undefined)} />
    </PhonePage>
  );
}

function PendingCredits({ credits }: { credits: readonly Pending[] }) {
  const { t } = useTranslation('resident');
  const below = (credit: Pending): string => {
    if (credit.state === 'waiting_review') return t('statement.waitingReview');
    if (credit.state === 'objected') return t('statement.objected');
    return credit.publicUntil === null ? '' : t('statement.publicUntil', { date: formatShortDay(credit.publicUntil) });
  };
  return (
    <section>
      <h2 className={styles.day}>{t('statement.pendingHead')}</h2>
      <Card>
        {credits.map((credit) => (
          <Row
            key={credit.creditId}
            mark={
              <Round tone="warning">
                <Icon of={ClockCircleOutlined} size={16} />
              </Round>
            }
            title={credit.title}
            below={below(credit)}
            end={<Points value={credit.points} tone="pending" />}
            endBelow={credit.state === 'in_publicity' ? t('statement.afterwards') : undefined}
          />
        ))}
      </Card>
    </section>
  );
}

function Days({ lines, onOpen }: { lines: readonly StatementLine[]; onOpen: (line: StatementLine) => void }) {
  return byDay(lines).map((day) => (
    <section key={day.date}>
      <h2 className={styles.day}>{formatDateWeekday(day.date)}</h2>
      <Card>
        {day.lines.map((line) => (
          <Line key={line.entryId} line={line} onOpen={() => onOpen(line)} />
        ))}
      </Card>
    </section>
  ));
}

function Line({ line, onOpen }: { line: StatementLine; onOpen: () => void }) {
  const { t } = useTranslation(['resident', 'debt']);
  const points = signedPoints(line);
  const icon =
    line.kind === 'hold'
      ? ClockCircleOutlined
      : line.kind === 'reverse'
        ? UndoOutlined
        : points > 0
          ? PlusOutlined
          : MinusOutlined;
  const tone = line.kind === 'hold' ? 'warning' : line.kind === 'reverse' || points <= 0 ? 'plain' : 'brand';
  return (
    <Row
      mark={
        <Round tone={tone}>
          <Icon of={icon} size={16} />
        </Round>
      }
      title={lineTitle(line, t)}
      below={inOneLine(
        line.kind === 'earn' || line.kind === 'capture'
          ? formatTime(line.recordedAt)
          : `${formatTime(line.recordedAt)} ${t(`statement.kind.${line.kind}`)}`,
        line.member ?? '',
      )}
      end={
        line.kind === 'hold' ? (
          <Points value={Math.abs(line.points)} tone="pending" />
        ) : (
          <Points value={points} tone="signed" />
        )
      }
      endBelow={
        line.owedAfter > 0
          ? t('after', { ns: 'debt', points: line.owedAfter })
          : t('statement.balance', { points: line.balanceAfter })
      }
      onOpen={onOpen}
    />
  );
}
