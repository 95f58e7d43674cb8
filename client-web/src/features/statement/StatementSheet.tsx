import type { PastAccount } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { serverNowMs } from '../../components/clock.ts';
import { formatHours, formatMoment, formatNumber, formatShortDay, withNote } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import styles from './StatementSheet.module.css';
import { standingOf, sumsOf, withStanding } from './standing.ts';
import type { WholeStatement } from './use-whole-statement.ts';

/** A statement of a period on A4: what there was, every entry, what there is, and the code that vouches for all of it. */
export function StatementSheet({ name, unit, statement }: { name: string; unit: string; statement: WholeStatement }) {
  const { t } = useTranslation('statement');
  const { from, until, summary, lines } = statement;
  const { opening, closing } = summary;
  return (
    <article className={`paper ${styles.sheet}`}>
      <header>
        <h1>{t('title')}</h1>
        <p>{t('whose', { name, unit })}</p>
        <p className={styles.facts}>
          <span>{t('period', { from, until })}</span>
          <span>{t('made', { moment: formatMoment(serverNowMs()) })}</span>
        </p>
      </header>
      <Sums statement={statement} />
      <table>
        <thead>
          <tr>
            <th>{t('column.number')}</th>
            <th>{t('column.day')}</th>
            <th>{t('column.what')}</th>
            <th>{t('column.kind')}</th>
            <th>{t('column.points')}</th>
            <th>{t('column.standing')}</th>
            <th>{t('column.receipt')}</th>
          </tr>
        </thead>
        <tbody>
          <Standing label={t('opening')} account={opening} />
          {withStanding(opening, lines).map(({ line, standing }) => (
            <tr key={line.entryId}>
              <td>{line.seq}</td>
              <td>{formatShortDay(line.recordedAt)}</td>
              <td>
                {line.minutes === 0
                  ? line.title
                  : t('withHours', { title: line.title, hours: formatHours(line.minutes) })}
                {line.member === null ? '' : t('ofMember', { name: line.member })}
              </td>
              <td>{t(`kind.${line.kind}`)}</td>
              <td>
                {line.points === 0 ? heldWords(line.holdPoints, t) : <Points value={line.points} tone="signed" />}
              </td>
              <td>{signed(standing)}</td>
              <td className={styles.code}>{line.receiptCode}</td>
            </tr>
          ))}
          <Standing label={t('closing')} account={closing} />
        </tbody>
      </table>
      <Vouched closing={closing} count={lines.length} />
    </article>
  );
}

type Words = ReturnType<typeof useTranslation<'statement'>>['t'];

const heldWords = (points: number | null, t: Words): string => (points === null ? '0' : t('setAside', { points }));
const change = (points: number): string => (points > 0 ? `+${formatNumber(points)}` : signed(points));
const signed = (points: number): string => (points < 0 ? `−${formatNumber(-points)}` : formatNumber(points));

/** What came and what went between two states: it adds up. */
function Sums({ statement: { summary } }: { statement: WholeStatement }) {
  const { t } = useTranslation('statement');
  const { gained, lost } = sumsOf(summary.totals);
  const minutes = summary.closing.minutes - summary.opening.minutes;
  return (
    <dl className={styles.sums}>
      <div>
        <dt>{t('opening')}</dt>
        <dd>{signed(standingOf(summary.opening))}</dd>
      </div>
      <div>
        <dt>{t('gained')}</dt>
        <dd>{change(gained)}</dd>
      </div>
      <div>
        <dt>{t('lost')}</dt>
        <dd>{change(lost)}</dd>
      </div>
      <div>
        <dt>{t('closing')}</dt>
        <dd>{signed(standingOf(summary.closing))}</dd>
      </div>
      <div>
        <dt>{t('minutes')}</dt>
        <dd>{t('hours', { hours: formatHours(minutes) })}</dd>
      </div>
    </dl>
  );
}

/** A state in the table: what it is made of. */
function Standing({ label, account }: { label: string; account: PastAccount }) {
  const { t } = useTranslation('statement');
  const parts = [
    t('part.available', { points: account.available }),
    account.held === 0 ? '' : t('part.held', { points: account.held }),
    account.lapsed === 0 ? '' : t('part.lapsed', { points: account.lapsed }),
    account.owed === 0 ? '' : t('part.owed', { points: account.owed }),
  ].filter((part) => part !== '');
  return (
    <tr className={styles.standing}>
      <td />
      <td>{formatShortDay(account.at)}</td>
      <td colSpan={3}>{withNote(label, parts.join(t('part.and')))}</td>
      <td>{signed(standingOf(account))}</td>
      <td />
    </tr>
  );
}

/** The last entry's code stands for all entries before it, too: their hashes are in its hash. */
function Vouched({ closing, count }: { closing: PastAccount; count: number }) {
  const { t } = useTranslation('statement');
  if (closing.receiptCode === null) return <p className={styles.foot}>{t('noEntry')}</p>;
  return (
    <footer className={styles.foot}>
      <p>
        <b>{t('vouched', { count, number: closing.seq })}</b> <b className={styles.code}>{closing.receiptCode}</b>
      </p>
      <p>{t('vouchedHow', { number: closing.seq })}</p>
      <p className={styles.hash}>{closing.hash}</p>
    </footer>
  );
}
