import { offers, shops } from '@red-points/shared/contracts';
import { STOCK_ACTS, type StockAct } from '@red-points/shared/domain/offers';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { businessDate, formatChange, formatNumber } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Facts } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet, SheetFoot } from '../../phone/components/Sheet.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';
import styles from './StaffPage.module.css';

type Line = CallAnswer<typeof offers.stockReport>['lines'][number];

/** 库存: what is on the shelf; the community's own market enters goods in, donations, losses and stocktakes. */
export function StockPage() {
  const { t } = useTranslation('shopWork');
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const when = { enabled: shopId !== '', staleMs: 0 };
  const today = businessDate();
  const query = { from: `${today.slice(0, 7)}-01`, until: today };
  const report = useRead(offers.stockReport, { params: { shopId }, query }, when);
  const kind = useRead(shops.get, { params: { shopId } }, when).data?.kind;
  const [line, setLine] = useState<Line>();
  const isMarket = kind === 'community_market';
  return (
    <PhonePage title={t('stock.title')} onBack={back}>
      {kind === undefined ? null : <Banner tone="slate">{t(isMarket ? 'stock.lead' : 'stock.partner')}</Banner>}
      <Shown of={report} rows={6}>
        {({ lines }) =>
          lines.length === 0 ? (
            <Nothing title={t('stock.none')} />
          ) : (
            <ListSection title={t('stock.month')}>
              {lines.map((each) => (
                <Row
                  key={each.offerId}
                  title={each.title}
                  below={movedWords(each, (act, count) => `${t(`stock.act.${act}`)} ${count}`)}
                  end={<b>{formatNumber(each.closing)}</b>}
                  {...(isMarket ? { onOpen: () => setLine(each) } : {})}
                />
              ))}
            </ListSection>
          )
        }
      </Shown>
      <Sheet open={line !== undefined} title={line?.title} onClose={() => setLine(undefined)}>
        {line === undefined ? null : <Enter line={line} onDone={() => setLine(undefined)} />}
      </Sheet>
    </PhonePage>
  );
}

/** `进货 +50 · 损耗 −2`; nothing where nothing moved. */
function movedWords({ moved }: Line, say: (act: StockAct, count: string) => string): string | undefined {
  const words = STOCK_ACTS.filter((act) => (moved[act] ?? 0) !== 0).map((act) => {
    const count = moved[act] ?? 0;
    return say(act, formatChange(count));
  });
  return words.length === 0 ? undefined : words.join(' · ');
}

function Enter({ line, onDone }: { line: Line; onDone: () => void }) {
  const { t } = useTranslation('shopWork');
  const [act, setAct] = useState<StockAct>('goods_in');
  const [written, setWritten] = useState('');
  const [reason, setReason] = useState('');
  const [checked, setChecked] = useState(false);
  const moves = useMoneyMutation(offers.setStock, {
    changes: [offers.stockReport],
    onDone: () => {
      Toast.show(t('stock.saved'));
      onDone();
    },
  });
  const quantity = written === '' ? 0 : Number(written);
  const isEntered = written !== '' && (quantity > 0 || act === 'stocktake');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    if (!isEntered || reason.trim().length < 2) return;
    moves.start({ params: { offerId: line.offerId }, body: { act, quantity, reason: reason.trim() } });
  };
  return (
    <form onSubmit={send} noValidate>
      <Facts
        rows={[
          { label: t('stock.opening'), value: formatNumber(line.opening) },
          { label: t('stock.closing'), value: formatNumber(line.closing), strong: true },
        ]}
      />
      <Chips
        wrap
        chips={STOCK_ACTS.map((key) => ({ key, label: t(`stock.act.${key}`) }))}
        chosen={act}
        onChoose={setAct}
      />
      <Field
        label={t(act === 'stocktake' ? 'stock.counted' : 'stock.quantity')}
        error={checked && !isEntered ? t('stock.badQuantity') : undefined}
      >
        <input
          inputMode="numeric"
          maxLength={6}
          value={written}
          onChange={(event) => setWritten(event.target.value.replace(/\D/g, ''))}
        />
      </Field>
      <Field label={t('stock.reason')} error={checked && reason.trim().length < 2 ? t('stock.badReason') : undefined}>
        <input
          maxLength={300}
          placeholder={t('stock.reasonPlaceholder')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
      {moves.error === null ? null : (
        <p role="alert" className={styles['trouble']}>
          {moves.outcomeUnknown ? t('stock.unknown') : messageOf(moves.error)}
        </p>
      )}
      <SheetFoot>
        {moves.outcomeUnknown ? (
          <Button block color="primary" onClick={moves.askAgain}>
            {t('stock.again')}
          </Button>
        ) : (
          <Button type="submit" block color="primary" loading={moves.sending}>
            {t('stock.save')}
          </Button>
        )}
      </SheetFoot>
    </form>
  );
}
