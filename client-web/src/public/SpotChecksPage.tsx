import CheckCircleFilled from '@ant-design/icons-svg/es/asn/CheckCircleFilled';
import CloseCircleOutlined from '@ant-design/icons-svg/es/asn/CloseCircleOutlined';
import { type SpotDraw, spotChecks } from '@red-points/shared/contracts';
import { drawOf, populationRoot, seedOf } from '@red-points/shared/domain/spot-checks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, useList, useRead } from '../api/index.ts';
import { Fingerprint } from '../components/Fingerprint.tsx';
import { formatDate, formatMonth, formatNumber, formatShortMoment } from '../components/formatters.ts';
import { Icon } from '../components/icons.tsx';
import { Tag } from '../components/Tag.tsx';
import { sha256 } from '../features/receipts/sha256.ts';
import notice from './NoticePage.module.css';
import frame from './PublicFrame.module.css';
import { PublicFrame, Trouble } from './PublicFrame.tsx';
import styles from './SpotChecksPage.module.css';

const PAGE = 12;
const TONES = { waiting: 'warning', in_order: 'success', finding: 'danger' } as const;

/** 积分抽查: every draw with all that anybody needs to draw again, and what came of it. */
export function SpotChecksPage() {
  const { t } = useTranslation(['publicSpotChecks', 'common']);
  const list = useList(spotChecks.draws, { query: { limit: PAGE } });
  return (
    <PublicFrame here="spotChecks">
      <main className={notice.columns}>
        <div>
          <h1 className={styles.title}>{t('title')}</h1>
          <p className={notice.say}>{t('say')}</p>
          {list.isPending ? <p className={notice.quiet}>{t('state.loading', { ns: 'common' })}</p> : null}
          {list.isError && list.items.length === 0 ? (
            <Trouble error={list.error} onRetry={() => void list.refetch()} />
          ) : null}
          {list.isSuccess && list.items.length === 0 ? <p className={notice.empty}>{t('none')}</p> : null}
          {list.items.map((draw) => (
            <Draw key={draw.drawId} draw={draw} />
          ))}
          {list.hasNextPage ? (
            <button
              type="button"
              className={`${frame.tool} no-print`}
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('action.loadMore', { ns: 'common' })}
            </button>
          ) : null}
        </div>
        <aside className={notice.aside}>
          <section>
            <h2>{t('how.title')}</h2>
            <ol>
              <li>{t('how.first')}</li>
              <li>{t('how.second')}</li>
              <li>{t('how.third')}</li>
            </ol>
            <p className={notice.quiet}>{t('how.personal')}</p>
          </section>
        </aside>
      </main>
    </PublicFrame>
  );
}

function Draw({ draw }: { draw: SpotDraw }) {
  const { t } = useTranslation('publicSpotChecks');
  const [open, setOpen] = useState(false);
  const { statistics } = draw;
  const figures = [
    [t('population'), draw.population],
    [t('sample'), draw.sampleSize],
    // Before the draw nothing is known of what comes of it.
    ...(draw.state === 'drawn'
      ? ([
          [t('waiting'), statistics.waiting],
          [t('inOrder'), statistics.inOrder],
          [t('findings'), statistics.findings],
          [t('corrected'), statistics.corrected],
        ] as const)
      : []),
  ] as const;
  return (
    <section className={styles.draw}>
      <h2>{t('month', { unit: draw.unitName, month: formatMonth(draw.month) })}</h2>
      <p className={notice.quiet}>
        {draw.drawnAt === null
          ? t('fixed', { date: formatDate(draw.seedDay) })
          : t('drawn', { moment: formatShortMoment(draw.drawnAt) })}
      </p>
      <dl className={styles.figures}>
        {figures.map(([label, value]) => (
          <div key={label}>
            <dt>{label}</dt>
            <dd>{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      <Hash label={t('root')} value={draw.populationRoot} />
      {draw.digest === null ? null : (
        <Hash label={t('digest', { date: formatDate(draw.seedDay) })} value={draw.digest} />
      )}
      {draw.seed === null ? null : <Hash label={t('seed')} value={draw.seed} />}
      {draw.state === 'drawn' && draw.sampleSize > 0 ? (
        <p className={`${styles.verbs} no-print`}>
          <button type="button" className={frame.tool} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t(open ? 'hide' : 'show')}
          </button>
          <Again draw={draw} />
        </p>
      ) : null}
      {open ? <Sample drawId={draw.drawId} /> : null}
    </section>
  );
}

function Hash({ label, value }: { label: string; value: string }) {
  return (
    <div className={styles.hash}>
      <span className={notice.quiet}>{label}</span>
      <Fingerprint digest={value} perLine={8} />
    </div>
  );
}

function Sample({ drawId }: { drawId: string }) {
  const { t } = useTranslation('publicSpotChecks');
  const read = useRead(spotChecks.draw, { params: { drawId } });
  if (read.error !== null && read.data === undefined)
    return <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  return (
    <ol className={styles.sample}>
      {(read.data?.sample ?? []).map((item) => (
        <li key={item.creditId}>
          <code>{item.creditId}</code>
          <Tag tone={TONES[item.state]}>{t(`result.${item.state}`)}</Tag>
          {item.corrected ? <Tag tone="slate">{t('correctedTag')}</Tag> : null}
        </li>
      ))}
    </ol>
  );
}

type Outcome = 'same' | 'different';

/** Draws again in this browser, from the published parts alone. */
function Again({ draw }: { draw: SpotDraw }) {
  const { t } = useTranslation('publicSpotChecks');
  const [state, setState] = useState<'idle' | 'working' | 'failed' | Outcome>('idle');
  const work = async (): Promise<void> => {
    setState('working');
    try {
      setState(await drawAgain(draw));
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <button type="button" className={frame.tool} disabled={state === 'working'} onClick={() => void work()}>
        {t(state === 'working' ? 'recomputing' : 'recompute')}
      </button>
      <span role="status" className={styles.outcome} data-outcome={state}>
        {state === 'same' || state === 'different' ? (
          <>
            <Icon of={state === 'same' ? CheckCircleFilled : CloseCircleOutlined} />
            {t(state)}
          </>
        ) : null}
        {state === 'failed' ? t('failed') : null}
      </span>
    </>
  );
}

async function drawAgain({
  drawId,
  unitId,
  month,
  digest,
  seed,
  populationRoot: root,
  sampleSize,
}: SpotDraw): Promise<Outcome> {
  const ids: string[] = [];
  for (let page = 0, pages = 1; page < pages; page += 1) {
    const answer = await call(spotChecks.population, { params: { drawId, page } });
    ids.push(...answer.ids);
    pages = answer.pages;
  }
  const { sample } = await call(spotChecks.draw, { params: { drawId } });
  const made = seedOf({ unitId, month, root: populationRoot(ids, sha256), digest: digest ?? '' }, sha256);
  const drawn = drawOf(ids, made, sampleSize, sha256);
  const same =
    populationRoot(ids, sha256) === root &&
    made === seed &&
    drawn.length === sample.length &&
    drawn.every((id, at) => sample[at]?.creditId === id);
  return same ? 'same' : 'different';
}
