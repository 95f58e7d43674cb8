import { type PublicityBatch, publicity } from '@red-points/shared/contracts';
import { Selector } from 'antd-mobile';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, useList, useRead } from '../../api/index.ts';
import { formatDate, formatHours, formatNumber, formatShortDay } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet } from '../../phone/components/Sheet.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useElder } from '../../phone/elder.ts';
import { useBack } from '../../phone/use-back.ts';
import { useActingPerson } from '../acting.ts';
import styles from '../EntrySheet.module.css';
import { ObjectToLine } from '../objections/ObjectToLine.tsx';
import { OwnChoice } from '../objections/OwnChoice.tsx';
import { publicityRoute } from '../router.tsx';
import own from './PublicityPage.module.css';

type Line = ItemOf<typeof publicity.neighbours>;

const TONES = { in_publicity: 'plain', objected: 'warning', posted: 'success', refused: 'plain' } as const;

/** 社区公示: what the community publishes, with whole names of neighbours who agreed; a line opens to object to it. */
export function PublicityPage() {
  const { t } = useTranslation('objections');
  const back = useBack();
  const person = useActingPerson();
  const { unit: wantedUnit, batch: wantedBatch, credit } = publicityRoute.useSearch();
  const unitId = wantedUnit ?? person?.unitId ?? '';
  const [chosen, setChosen] = useState(wantedBatch);
  const elder = useElder();
  const published = useRead(publicity.batches, { query: { unitId, limit: 20 } }, { enabled: unitId !== '' });
  const batches = published.data?.items ?? [];
  const batch = batches.find(({ batchId }) => batchId === chosen) ?? batches[0];
  return (
    <PhonePage title={t('menu.publicity')} onBack={back}>
      {published.isPending ? <Waiting rows={6} /> : null}
      {published.error === null ? null : <Trouble error={published.error} onRetry={() => void published.refetch()} />}
      {published.isSuccess && batch === undefined ? (
        <Nothing title={t('none')}>
          <span className="small">{t('noneHint')}</span>
        </Nothing>
      ) : null}
      {batch === undefined ? null : (
        <>
          {batches.length < 2 ? null : (
            <Selector
              columns={elder ? 2 : 3}
              showCheckMark={false}
              options={batches.slice(0, 6).map(({ batchId, number, lastDay }) => ({
                value: batchId,
                label: t('short', { number }),
                description: formatShortDay(lastDay),
              }))}
              value={[batch.batchId]}
              onChange={([next]) => {
                if (next !== undefined) setChosen(next);
              }}
            />
          )}
          <Published key={batch.batchId} batch={batch} unitId={unitId} credit={credit} />
        </>
      )}
      <OwnChoice />
    </PhonePage>
  );
}

function Published({ batch, unitId, credit }: { batch: PublicityBatch; unitId: string; credit: string | undefined }) {
  const { t } = useTranslation('objections');
  const { batchId, unitName, year, number, lastDay, isOpen, people, total, points } = batch;
  const list = useList(publicity.neighbours, { query: { unitId, batchId, limit: 50 } }, { staleMs: 0 });
  const [openId, setOpenId] = useState<string>();
  const wanted = list.items.find(({ creditId }) => creditId === credit)?.creditId;
  useEffect(() => setOpenId(wanted), [wanted]);
  const open = list.items.find(({ creditId }) => creditId === openId);
  return (
    <section className={own.published}>
      <header>
        <h2>{t('number', { unit: unitName, year, number })}</h2>
        <p className={isOpen ? own.until : 'quiet'}>{t(isOpen ? 'until' : 'over', { day: formatDate(lastDay) })}</p>
        <p className="small quiet">
          {t('people', { people: formatNumber(people), total: formatNumber(total), points: formatNumber(points) })}
        </p>
        {isOpen ? <p className="small">{t('lead')}</p> : null}
      </header>
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.error === null ? null : <Trouble error={list.error} onRetry={() => void list.refetch()} />}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((line) => (
            <Row
              key={line.creditId}
              title={
                <>
                  {line.fullName ?? line.maskedName} {line.isOwn ? <Tag tone="slate">{t('mine')}</Tag> : null}
                </>
              }
              below={`${line.title} · ${formatShortDay(line.date)} · ${line.gridName}`}
              end={<b>{t('worth', { points: line.points, hours: formatHours(line.minutes) })}</b>}
              endBelow={
                <Tag tone={TONES[line.state]}>{line.objectedByMe ? t('mineWaits') : t(`line.${line.state}`)}</Tag>
              }
              onOpen={() => setOpenId(line.creditId)}
            />
          ))}
          <MoreButton list={list} />
        </Card>
      )}
      <Sheet
        open={open !== undefined}
        title={open?.fullName ?? open?.maskedName}
        figure={open === undefined ? undefined : t('worth', { points: open.points, hours: formatHours(open.minutes) })}
        onClose={() => setOpenId(undefined)}
      >
        {open === undefined ? null : <Opened line={open} isOpen={isOpen} onClose={() => setOpenId(undefined)} />}
      </Sheet>
    </section>
  );
}

function Opened({ line, isOpen, onClose }: { line: Line; isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('objections');
  return (
    <>
      <div className={styles.receipt}>
        <b>{line.title}</b>
        <span className="quiet">{`${formatDate(line.date)} · ${line.gridName} · ${t(`line.${line.state}`)}`}</span>
      </div>
      <ObjectToLine line={line} isOpen={isOpen} onDone={onClose} />
    </>
  );
}
