import { type Verification, verifications } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useList, useRead } from '../../api/index.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import type { LedgerSearch } from '../search.ts';
import { BadRows } from '../verification/BadRows.tsx';
import { NewestDigest } from '../verification/NewestDigest.tsx';
import { RunHistory } from '../verification/RunHistory.tsx';
import { Verdict } from '../verification/Verdict.tsx';
import { WhatIsVerified } from '../verification/WhatIsVerified.tsx';
import styles from './LedgerPage.module.css';

/** While a verification is under way its progress is asked again this often, in milliseconds. */
const WORKING_MS = 1_000;
/** Otherwise this often: a colleague, or the night, may have begun one. */
const IDLE_MS = 15_000;

/** 账本核验: replay everything, see how far it is, read what does not hold, keep the result. */
export function LedgerPage() {
  const { t } = useTranslation('consoleVerify');
  const search = useSearch({ strict: false }) as LedgerSearch;
  const navigate = useNavigate();
  const go = (next: LedgerSearch): void => void navigate({ to: '/ledger', search: next, replace: true });
  const [working, setWorking] = useState(false);
  const everyMs = working ? WORKING_MS : IDLE_MS;
  const list = useList(verifications.list, { query: { limit: 10 } }, { everyMs });
  const chosenId = search.run ?? list.items[0]?.verificationId;
  const read = useRead(
    verifications.get,
    { params: { verificationId: chosenId ?? '' } },
    { enabled: chosenId !== undefined, staleMs: 0, everyMs },
  );
  const listed = list.items.find((each) => each.verificationId === chosenId);
  const underWay = list.items.some(isOpen) || (read.data !== undefined && isOpen(read.data));
  useEffect(() => setWorking(underWay), [underWay]);
  const start = useChange(verifications.start, {
    changes: [verifications.list, verifications.get],
    onDone: ({ verificationId }) => go({ run: verificationId }),
  });
  // Whichever of the two reads knows of its end first.
  const chosen =
    read.data === undefined || (listed !== undefined && !isOpen(listed) && isOpen(read.data)) ? listed : read.data;
  return (
    <Page>
      <PageHeader title={t('title')} note={t('note')} />
      <div className={styles.grid}>
        <div className={styles.main}>
          <Verdict
            verification={chosen}
            loading={list.isPending || (chosenId !== undefined && chosen === undefined && read.isPending)}
            error={chosen === undefined ? (list.error ?? read.error) : null}
            busy={start.isPending || underWay}
            startError={start.error}
            onStart={() => start.mutate({})}
            onRetry={() => void Promise.all([list.refetch(), read.refetch()])}
          />
          {chosen?.result && chosen.result.bad > 0 ? (
            <BadRows key={chosen.verificationId} verification={chosen} entryId={search.open} onEntry={openEntry} />
          ) : null}
          {list.error !== null && list.items.length === 0 ? null : (
            <RunHistory list={list} chosenId={chosenId} onChoose={(run) => go({ run })} />
          )}
        </div>
        <aside className={styles.side} aria-label={t('what.title')}>
          <NewestDigest />
          <WhatIsVerified />
        </aside>
      </div>
    </Page>
  );

  function openEntry(open: string | undefined): void {
    go({ ...search, open });
  }
}

function isOpen({ state }: Verification): boolean {
  return state === 'waiting' || state === 'running';
}
