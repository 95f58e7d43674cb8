import { type ShopClosingEffects, shopClosings, shops } from '@red-points/shared/contracts';
import { Alert, App, Button, Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatMoment, formatNumber, formatYuan } from '../../components/formatters.ts';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { Trouble } from '../components/Trouble.tsx';

type Shop = CallAnswer<typeof shops.get>;

const CHANGES = [shopClosings.get, shops.get, shops.list];

/** What closing ends, or has left, line by line; nothing that is nothing. */
function Effects({ effects, done }: { effects: ShopClosingEffects; done: boolean }) {
  const { t } = useTranslation('consoleShopWork');
  const lines: string[] = (['branches', 'offers', 'openRedemptions', 'bookings', 'staff'] as const).flatMap((what) =>
    done || effects[what] === 0 ? [] : [t(`closing.effect.${what}`, { number: formatNumber(effects[what]) })],
  );
  if (effects.stockPieces > 0) {
    const kinds = formatNumber(effects.stockOffers);
    lines.push(t('closing.effect.stock', { kinds, pieces: formatNumber(effects.stockPieces) }));
  }
  if (effects.refundsWaiting > 0) {
    lines.push(t('closing.effect.refundsWaiting', { number: formatNumber(effects.refundsWaiting) }));
  }
  if (effects.owedFen !== 0) lines.push(t('closing.effect.owed', { yuan: formatYuan(effects.owedFen) }));
  if (lines.length === 0) return <p className="small quiet">{t(done ? 'closing.nothingLeft' : 'closing.nothing')}</p>;
  return (
    <ul style={{ margin: '4px 0 8px', paddingInlineStart: 20, listStyle: 'disc' }}>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}

/** A closing that waits for a second word, or that a shop is closed, and what it comes to. */
export function ShopClosing({ shop: { shopId, name } }: { shop: Shop }) {
  const { t } = useTranslation('consoleShopWork');
  const { message, modal } = App.useApp();
  const params = { shopId };
  const read = useRead(shopClosings.get, { params }, { staleMs: 0 });
  const confirm = useMoneyMutation(shopClosings.confirm, {
    changes: CHANGES,
    onDone: () => void message.success(t('closing.done')),
  });
  const withdraw = useChange(shopClosings.withdraw, {
    changes: CHANGES,
    onDone: () => void message.success(t('closing.withdrawn')),
  });
  if (read.data === undefined) {
    return read.error === null ? null : <Trouble error={read.error} onRetry={() => void read.refetch()} />;
  }
  const { closing, effects } = read.data;
  if (closing === null) return null;
  const { closingId, reason, proposedByName, confirmedByName, closedAt, mayConfirm, mayWithdraw } = closing;
  const ask = (): void =>
    void modal.confirm({
      title: t('closing.confirmAsk', { name }),
      content: t('closing.final'),
      okText: t('closing.confirm'),
      okButtonProps: { danger: true, type: 'default' },
      onOk: () => confirm.start({ params, body: { closingId } }),
    });
  const error = confirm.outcomeUnknown ? null : (confirm.error ?? withdraw.error);
  const title =
    closedAt === null
      ? t('closing.waits', { name: proposedByName })
      : t('closing.closed', { moment: formatMoment(closedAt), one: proposedByName, other: confirmedByName ?? '—' });
  return (
    <Alert
      type={closedAt === null ? 'warning' : 'info'}
      showIcon
      style={{ margin: '8px 0' }}
      title={title}
      description={
        <>
          <p style={{ margin: 0 }}>{t('closing.reason', { reason })}</p>
          <Effects effects={effects} done={closedAt !== null} />
          {closedAt === null ? <p className="small quiet">{t('closing.final')}</p> : null}
          {error === null ? null : <p role="alert">{messageOf(error)}</p>}
          {confirm.outcomeUnknown ? (
            <Button onClick={confirm.askAgain}>{t('closing.askAgain')}</Button>
          ) : (
            <div style={{ display: 'flex', gap: 8, marginTop: 12 }}>
              {mayConfirm ? (
                <Button danger loading={confirm.sending} onClick={ask}>
                  {t('closing.confirm')}
                </Button>
              ) : null}
              {mayWithdraw ? (
                <Button loading={withdraw.isPending} onClick={() => withdraw.mutate({ params, body: { closingId } })}>
                  {t(mayConfirm ? 'closing.turnDown' : 'closing.withdraw')}
                </Button>
              ) : null}
            </div>
          )}
        </>
      }
    />
  );
}

/** Asks why a shop is closed for good, below what that will end. */
export function CloseShopDialog({ shop, open, onClose }: { shop: Shop; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleShopWork');
  const { message } = App.useApp();
  const params = { shopId: shop.shopId };
  const read = useRead(shopClosings.get, { params }, { enabled: open, staleMs: 0 });
  const propose = useChange(shopClosings.propose, {
    changes: CHANGES,
    onDone: () => {
      onClose();
      void message.success(t('closing.proposed'), 6);
    },
  });
  return (
    <ReasonDialog
      open={open}
      title={t('closing.ask', { name: shop.name })}
      explanation={
        <>
          {t('closing.what')}
          {read.data === undefined ? (
            <Skeleton active title={false} />
          ) : (
            <Effects effects={read.data.effects} done={false} />
          )}
        </>
      }
      verb={t('closing.propose')}
      suggestions={(['stops', 'licence', 'ended', 'broken'] as const).map((reason) => t(`closing.reasons.${reason}`))}
      busy={propose.isPending}
      error={propose.error === null ? undefined : messageOf(propose.error)}
      onGive={(reason) => propose.mutate({ params, body: { reason } })}
      onCancel={onClose}
    />
  );
}
