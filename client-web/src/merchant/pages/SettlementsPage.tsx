import { type Settlement, type SettlementDispute, settlements } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useList, useRead } from '../../api/index.ts';
import { formatMoment, formatNumber, formatYuan } from '../../components/formatters.ts';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { SettlementSheet } from '../SettlementSheet.tsx';
import { useOwnShop } from '../shop.ts';

/** 对账: what waits to be settled, the shop's statements, and what became of its disputes. */
export function SettlementsPage() {
  const { t } = useTranslation('settlements');
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const [opened, setOpened] = useState<Settlement>();
  const when = { enabled: shopId !== '' };
  const dues = useRead(settlements.dues, { query: { shopId } }, when);
  const list = useList(settlements.list, { query: { shopId, limit: 20 } }, when);
  const disputes = useList(settlements.disputes, { query: { shopId, show: 'all', limit: 20 } }, when);
  const shown = list.items.filter(({ state }) => state !== 'cancelled' && state !== 'cancelling');
  return (
    <PhonePage title={t('shop.title')} onBack={back}>
      {(dues.data?.items ?? []).length === 0 ? null : (
        <ListSection title={t('shop.pending')}>
          {dues.data?.items.map((due) => (
            <Row
              key={`${due.payer.kind}|${due.payer.unitId}`}
              title={due.payer.unitName}
              below={t(`payerKind.${due.payer.kind}`)}
              end={<b>{t('yuan', { yuan: formatYuan(due.fen) })}</b>}
              endBelow={`${t('column.lines')} ${formatNumber(due.lines)}`}
            />
          ))}
        </ListSection>
      )}
      {list.isPending ? <Waiting rows={5} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && shown.length === 0 ? <Nothing title={t('shop.none')} /> : null}
      {shown.length === 0 ? null : (
        <ListSection title={t('tab.statements')}>
          {shown.map((settlement) => (
            <Row
              key={settlement.settlementId}
              title={`${t('column.until')} ${settlement.until}`}
              below={`${settlement.number} · ${settlement.payer.unitName}`}
              end={<b>{t('yuan', { yuan: formatYuan(settlement.totals.fen) })}</b>}
              endBelow={t(`state.${settlement.state}`)}
              onOpen={() => setOpened(settlement)}
            />
          ))}
        </ListSection>
      )}
      <MoreButton list={list} />
      {disputes.items.length === 0 ? null : <Disputes items={disputes.items} />}
      <SettlementSheet settlement={opened} onClose={() => setOpened(undefined)} />
    </PhonePage>
  );
}

function Disputes({ items }: { items: readonly SettlementDispute[] }) {
  const { t } = useTranslation('settlements');
  return (
    <section>
      <h2 className="small quiet" style={{ padding: '0 16px 4px', fontWeight: 400 }}>
        {t('tab.disputes')}
      </h2>
      <Card>
        {items.map((dispute) => (
          <Row
            key={dispute.disputeId}
            title={`${dispute.line.offerTitle} × ${dispute.line.quantity}`}
            below={dispute.answer === null ? dispute.reason : t('shop.answer', { answer: dispute.answer })}
            end={t(`shop.disputeState.${dispute.state}`)}
            endBelow={formatMoment(dispute.filedAt)}
          />
        ))}
      </Card>
    </section>
  );
}
