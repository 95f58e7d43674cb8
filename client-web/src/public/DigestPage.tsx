import CheckOutlined from '@ant-design/icons-svg/es/asn/CheckOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import { digests, type PublishedDigest } from '@red-points/shared/contracts';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useList } from '../api/index.ts';
import { Fingerprint } from '../components/Fingerprint.tsx';
import { formatDate, formatNumber, formatShortMoment } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { QrCode } from '../components/QrCode.tsx';
import { receiptInAddress } from '../features/receipts/handing-on.ts';
import styles from './DigestPage.module.css';
import { type Joins, joinsOf } from './digest-joins.ts';
import notice from './NoticePage.module.css';
import frame from './PublicFrame.module.css';
import { PublicFrame, Trouble } from './PublicFrame.tsx';
import { ReceiptDesk } from './ReceiptDesk.tsx';
import { ReceiptResult } from './ReceiptResult.tsx';

const PAGE = 15;

/**
 * 每日账本指纹: the published digests, and the desk where anybody checks a receipt against them.
 * @param deskFirst who came to check finds the desk before the list
 */
export function DigestPage({ deskFirst }: { deskFirst: boolean }) {
  const { t } = useTranslation('digests');
  const [text, setText] = useState(() => receiptInAddress(window.location.hash));
  const list = useList(digests.list, { query: { limit: PAGE } });
  const newest = list.items.find(({ kind }) => kind === 'daily');
  const again = (): void => {
    window.history.replaceState(null, '', window.location.pathname);
    setText(null);
  };
  // Who came to check reads of that first: the page has one title.
  const checksFirst = deskFirst || text !== null;
  const Title = checksFirst ? 'h2' : 'h1';
  return (
    <PublicFrame here="digest">
      <main className={notice.columns}>
        <div>
          {text === null ? null : <ReceiptResult key={text} text={text} onAgain={again} />}
          {deskFirst && text === null ? (
            <div className={styles.first}>
              <ReceiptDesk title="h1" onText={setText} />
            </div>
          ) : null}
          <Title className={styles.title}>{t('title')}</Title>
          <p className={notice.meta}>
            <span>{t('meta.daily')}</span>
            <span>{t('meta.open')}</span>
            <span>{t('meta.personal')}</span>
          </p>
          {newest === undefined ? null : <Newest digest={newest} />}
          <p className={notice.say}>{t('say')}</p>
          <Published list={list} />
          {list.first?.next ? <Next next={list.first.next} /> : null}
        </div>
        <aside className={notice.aside}>
          {checksFirst ? null : (
            <section className="no-print">
              <ReceiptDesk title="h2" onText={setText} />
            </section>
          )}
          <section>
            <h2>{t('how.title')}</h2>
            <ol>
              <li>{t('how.first')}</li>
              <li>{t('how.second')}</li>
              <li>{t('how.third')}</li>
            </ol>
          </section>
          <section className={notice.phone}>
            <div>
              <h2>{t('phone.title')}</h2>
              <p className={notice.quiet}>{t('phone.what')}</p>
            </div>
            <span>
              <QrCode text={`${window.location.origin}/digest`} errorCorrection="Q" label={t('phone.title')} />
            </span>
          </section>
        </aside>
      </main>
    </PublicFrame>
  );
}

function Newest({ digest }: { digest: PublishedDigest }) {
  const { t } = useTranslation('digests');
  return (
    <section className={styles.newest} aria-label={t('newest')}>
      <div>
        <p className={notice.quiet}>{t('newest')}</p>
        <b>{t('which', { day: formatDate(digest.day), number: digest.number })}</b>
        <div className={styles.box}>
          <Fingerprint digest={digest.digest} perLine={8} />
        </div>
        <CopyButton text={digest.digest} />
      </div>
      <dl>
        <div>
          <dt className={notice.quiet}>{t('accounts')}</dt>
          <dd>{t('accountsValue', { number: formatNumber(digest.accounts) })}</dd>
        </div>
        <div>
          <dt className={notice.quiet}>{t('entries')}</dt>
          <dd>{t('entriesValue', { number: formatNumber(digest.entries) })}</dd>
        </div>
      </dl>
    </section>
  );
}

/** Copying needs a secure page; elsewhere the digest is there to be written down. */
function CopyButton({ text }: { text: string }) {
  const { t } = useTranslation('digests');
  const [copied, setCopied] = useState(false);
  if (!('clipboard' in navigator)) return null;
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    window.setTimeout(() => setCopied(false), 3_000);
  };
  return (
    <button
      type="button"
      className={`${frame.tool} no-print`}
      aria-live="polite"
      onClick={() => void copy().catch(() => undefined)}
    >
      {copied ? <Icon of={CheckOutlined} /> : null}
      {t(copied ? 'copied' : 'copy')}
    </button>
  );
}

function Next({ next }: { next: NonNullable<CallAnswer<typeof digests.list>['next']> }) {
  const { t } = useTranslation('digests');
  return (
    <p className={notice.foot}>{t('next', { day: formatDate(next.day), moment: formatShortMoment(next.dueAt) })}</p>
  );
}

function Published({ list }: { list: ReturnType<typeof useList<typeof digests.list>> }) {
  const { t } = useTranslation(['digests', 'common']);
  const joins = useMemo(() => joinsOf(list.items), [list.items]);
  if (list.isPending) return <p className={notice.quiet}>{t('state.loading', { ns: 'common' })}</p>;
  if (list.isError && list.items.length === 0) {
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  }
  if (list.items.length === 0) return <p className={notice.empty}>{t('empty')}</p>;
  return (
    <>
      <section className={styles.table}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('column.number')}</th>
              <th scope="col">{t('column.day')}</th>
              <th scope="col">{t('column.accounts')}</th>
              <th scope="col">{t('column.entries')}</th>
              <th scope="col">{t('column.digest')}</th>
              <th scope="col">{t('column.joins')}</th>
            </tr>
          </thead>
          <tbody>
            {list.items.map((digest, at) => (
              <Line key={digest.digestId} digest={digest} joins={joins[at] ?? 'unknown'} />
            ))}
          </tbody>
        </table>
        <p className={notice.count}>{t('checkedHere')}</p>
      </section>
      {list.hasNextPage ? (
        <button
          type="button"
          className={`${frame.tool} ${notice.more} no-print`}
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {t('action.loadMore', { ns: 'common' })}
        </button>
      ) : null}
    </>
  );
}

function Line({ digest, joins }: { digest: PublishedDigest; joins: Joins }) {
  const { t } = useTranslation('digests');
  return (
    <tr>
      <td>{digest.number}</td>
      <td>
        <b>{formatDate(digest.day)}</b>
        {digest.kind === 'full' ? <span className={styles.full}>{t('full')}</span> : null}
      </td>
      <td data-label={t('column.accounts')}>{formatNumber(digest.accounts)}</td>
      <td data-label={t('column.entries')}>{formatNumber(digest.entries)}</td>
      <td>
        <Fingerprint digest={digest.digest} perLine={8} />
      </td>
      <td>
        {joins === 'no' ? (
          <span className={styles.broken}>
            <Icon of={ExclamationCircleOutlined} />
            {t('joins.no')}
          </span>
        ) : (
          <span className={joins === 'yes' ? styles.joined : notice.quiet}>
            {joins === 'yes' ? <Icon of={CheckOutlined} /> : null}
            {t(`joins.${joins}`)}
          </span>
        )}
      </td>
    </tr>
  );
}
