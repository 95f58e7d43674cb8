import {
  type ClaimPart,
  delegations,
  type ReviewLine,
  reports,
  reviewOffice,
  reviews,
} from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { App, Button, Empty } from 'antd';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf, queryKey, useChange, useList, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { withLabel } from '../../components/formatters.ts';
import { type Decision, rulingKey, useRulings } from '../../features/reviews/decide.ts';
import { useMay } from '../../features/use-may.ts';
import { KeyBar, type KeyHint, useKeys } from '../components/KeyBar.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { Trouble } from '../components/Trouble.tsx';
import { BulkBar } from '../review/BulkBar.tsx';
import { DecisionReason } from '../review/DecisionReason.tsx';
import { Evidence } from '../review/Evidence.tsx';
import { FactsColumn } from '../review/FactsColumn.tsx';
import { KeyHelp } from '../review/KeyHelp.tsx';
import { Queue } from '../review/Queue.tsx';
import { TakeBackBar } from '../review/TakeBackBar.tsx';
import { RunDialog } from '../review-office/RunDialog.tsx';
import type { ReviewSearch } from '../search.ts';
import { OwnLinkHint } from '../staff/OwnLinkHint.tsx';
import { useUnit } from '../unit.tsx';
import styles from './ReviewPage.module.css';

/** Lines read at once. */
const PAGE_LINES = 50;

/** The review desk: queue, evidence, facts and decision; made to be worked with the keyboard. */
export function ReviewPage() {
  const { t } = useTranslation('consoleReview');
  const { message } = App.useApp();
  const { unitId, unit } = useUnit();
  const search = useSearch({ strict: false }) as ReviewSearch;
  const navigate = useNavigate();
  const client = useQueryClient();
  const may = useMay();
  const own = useRead(delegations.own, {}, { enabled: may('reviews.decide_lent'), staleMs: 60_000 });
  const lent = own.data?.items ?? [];
  const mayDecide = may('reviews.decide') || lent.length > 0;
  const { category, order = 'oldest', show = 'all' } = search;
  const scopeId = lent.some((right) => right.unitId === search.unit) ? (search.unit ?? unitId) : unitId;
  const filter = { ...(category === undefined ? {} : { category }), show };
  const list = useList(
    reviews.list,
    { query: { unitId: scopeId, order, limit: PAGE_LINES, ...filter } },
    { enabled: scopeId !== '' },
  );
  const { rulings, decide, takeBack, sendNow } = useRulings(
    (ruling) => void message.warning(withLabel(ruling.line.title, messageOf(ruling.error)), 6),
  );
  const [chosen, setChosen] = useState<string>();
  const [asking, setAsking] = useState<Exclude<Decision, 'approve'>>();
  const [zoomed, setZoomed] = useState(false);
  const [help, setHelp] = useState(false);
  const [handing, setHanding] = useState<ReviewLine>();
  const [runId, setRunId] = useState<string>();
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());

  const escalate = useChange(reviewOffice.escalate, {
    changes: [reviews.list, reviews.get, reports.tasks],
    onDone: () => {
      setHanding(undefined);
      void message.success(t('standing.escalateDone'));
    },
  });

  const decided = useMemo(() => new Map(rulings.map((ruling) => [ruling.key, ruling])), [rulings]);
  const lines = useMemo(() => {
    const fresh = list.items.filter((line) => !decided.has(rulingKey(line)));
    return [...rulings.map((ruling) => ruling.line), ...fresh];
  }, [list.items, rulings, decided]);
  const firstOpen = lines.find((line) => !decided.has(rulingKey(line)));
  const selected = lines.find((line) => rulingKey(line) === chosen) ?? firstOpen ?? lines[0];
  const selectedKey = selected === undefined ? undefined : rulingKey(selected);
  const index = lines.findIndex((line) => rulingKey(line) === selectedKey);
  const detail = useRead(
    reviews.get,
    { params: { kind: selected?.kind ?? 'claim', id: selected?.id ?? '' } },
    { enabled: selected !== undefined, staleMs: 60_000 },
  );
  useReadAhead(client, lines[index + 1]);
  useEffect(() => {
    if (list.hasNextPage && !list.isFetchingNextPage && lines.length - index < 10) void list.fetchNextPage();
  }, [list.hasNextPage, list.isFetchingNextPage, list.fetchNextPage, lines.length, index]);

  const ruling = selectedKey === undefined ? undefined : decided.get(selectedKey);
  const decidable =
    selected !== undefined && mayDecide && selected.mayDecide && (ruling === undefined || ruling.state === 'refused');
  const goTo = (target: ReviewLine | undefined): void => {
    if (target !== undefined) setChosen(rulingKey(target));
  };
  const give = (decision: Decision, reason?: string, changes?: readonly ClaimPart[]): void => {
    if (selected === undefined || !decidable) return;
    setAsking(undefined);
    goTo(
      lines.slice(index + 1).find((line) => !decided.has(rulingKey(line))) ??
        lines.find((line) => line !== selected && !decided.has(rulingKey(line))),
    );
    decide(selected, decision, reason, changes);
  };
  const undo = useCallback(() => {
    const line = takeBack();
    if (line === undefined) return;
    setChosen(rulingKey(line));
    void message.success(t('takeBack.done', { name: line.maskedName, title: line.title }));
  }, [takeBack, message, t]);
  useUndoKey(undo);

  const hints: KeyHint[] = [
    { key: 'j', cap: 'J', words: t('key.next'), run: () => goTo(lines[index + 1]) },
    { key: 'k', cap: 'K', words: t('key.previous'), run: () => goTo(lines[index - 1]) },
    { key: 'a', cap: 'A', words: t('verb.approve'), run: () => give('approve') },
    { key: 'r', cap: 'R', words: t('verb.return'), run: () => decidable && setAsking('return') },
    { key: 'x', cap: 'X', words: t('verb.reject'), run: () => decidable && setAsking('reject') },
    { key: 'z', cap: 'Z', words: t('key.zoom'), run: () => setZoomed((detail.data?.evidenceIds.length ?? 0) > 0) },
  ];
  useKeys(
    [...hints, { key: '?', cap: '?', words: t('key.all'), run: () => setHelp(true) }],
    asking === undefined && handing === undefined && runId === undefined,
  );

  if (list.error !== null && list.items.length === 0)
    return <Trouble error={list.error} onRetry={() => void list.refetch()} />;
  const doneCount = rulings.filter((each) => each.state !== 'refused').length;
  const countedButDone = list.items.filter(
    (line) => (decided.get(rulingKey(line))?.state ?? 'refused') !== 'refused',
  ).length;
  const first = list.first;
  const inCategory = category === undefined ? first?.waiting : first?.byCategory[category];
  const shownCount =
    show === 'all' ? (inCategory ?? 0) : category === undefined ? (first?.[show] ?? 0) : list.items.length;
  const remaining = Math.max(0, shownCount - countedButDone);
  return (
    <div className={styles.desk}>
      {mayDecide ? <OwnLinkHint /> : null}
      <div className={styles.columns}>
        <Queue
          lines={lines}
          decided={decided}
          selectedKey={selectedKey}
          loading={list.isPending}
          doneCount={doneCount}
          remaining={remaining}
          search={{ ...search, order }}
          onSearch={(next) => void navigate({ to: '/reviews', search: next, replace: true })}
          onSelect={goTo}
          picked={picked}
          onPick={setPicked}
          pickable={mayDecide}
          counts={list.first}
          scopes={[
            { value: unitId, label: unit?.name ?? '—' },
            ...lent
              .filter((right) => right.unitId !== unitId)
              .map((right) => ({ value: right.unitId, label: t('filter.deputy', { unit: right.unitName }) })),
          ]}
        />
        {selected === undefined ? (
          <div className={styles.none}>
            {list.isPending ? null : (
              <Empty description={<AllDone />}>
                <Button onClick={() => void list.refetch()}>{t('refresh')}</Button>
              </Empty>
            )}
          </div>
        ) : (
          <>
            <Evidence
              line={selected}
              detail={detail.data}
              error={detail.error}
              onRetry={() => void detail.refetch()}
              zoomed={zoomed}
              onZoom={setZoomed}
            />
            <FactsColumn
              line={selected}
              detail={detail.data}
              loading={detail.isPending}
              ruling={ruling}
              mayDecide={mayDecide}
              decidable={decidable}
              onDecide={(decision) => (decision === 'approve' ? give('approve') : setAsking(decision))}
              bulk={picked.size > 0}
              onEscalate={() => setHanding(selected)}
              onAgain={() => ruling !== undefined && void sendNow(ruling.key)}
            />
          </>
        )}
      </div>
      {picked.size > 0 ? (
        <BulkBar
          lines={lines.filter((line) => picked.has(rulingKey(line)))}
          onDone={() => setPicked(new Set())}
          onClear={() => setPicked(new Set())}
          onStarted={setRunId}
          everything={{
            count: shownCount,
            flagged: first?.flagged ?? 0,
            selection: () => ({ unitId: scopeId, ...filter, waitingUntil: new Date(serverNowMs()).toISOString() }),
          }}
        />
      ) : null}
      <TakeBackBar rulings={rulings} onTakeBack={undo} />
      <KeyBar
        hints={hints}
        end={
          <>
            <kbd>Ctrl Z</kbd>
            {t('key.undo')}
            <button type="button" className="plain-button" style={{ marginLeft: 24 }} onClick={() => setHelp(true)}>
              <kbd>?</kbd> {t('key.all')}
            </button>
          </>
        }
      />
      <DecisionReason
        decision={asking}
        line={selected}
        onGive={(reason, changes) => asking !== undefined && give(asking, reason, changes)}
        onCancel={() => setAsking(undefined)}
      />
      <ReasonDialog
        open={handing !== undefined}
        title={
          handing === undefined
            ? undefined
            : t('standing.escalateTitle', { name: handing.maskedName, title: handing.title })
        }
        explanation={t('standing.escalateWhat')}
        verb={t('verb.escalate')}
        suggestions={[t('standing.escalateFirst'), t('standing.escalateSecond')]}
        busy={escalate.isPending}
        error={escalate.isError ? messageOf(escalate.error) : undefined}
        onGive={(reason) =>
          handing !== undefined && escalate.mutate({ params: { kind: handing.kind, id: handing.id }, body: { reason } })
        }
        onCancel={() => setHanding(undefined)}
      />
      <RunDialog runId={runId} onClose={() => setRunId(undefined)} />
      <KeyHelp open={help} hints={hints} onClose={() => setHelp(false)} />
    </div>
  );
}

function AllDone() {
  const { t } = useTranslation('consoleReview');
  return (
    <>
      <b>{t('empty')}</b>
      <div className="quiet">{t('emptyHint')}</div>
    </>
  );
}

/** Reads the next item before it is asked for, so that the next key press shows it at once. */
function useReadAhead(client: ReturnType<typeof useQueryClient>, next: ReviewLine | undefined): void {
  const kind = next?.kind;
  const id = next?.id;
  useEffect(() => {
    if (kind === undefined || id === undefined) return;
    const input = { params: { kind, id } };
    void client.prefetchQuery({
      queryKey: queryKey(reviews.get, input),
      queryFn: ({ signal }) => call(reviews.get, { ...input, signal }),
      staleTime: 60_000,
    });
  }, [client, kind, id]);
}

function useUndoKey(undo: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey)) return;
      const target = event.target instanceof HTMLElement ? event.target : undefined;
      if (target?.closest('input, textarea, [contenteditable="true"]')) return;
      event.preventDefault();
      undo();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [undo]);
}
