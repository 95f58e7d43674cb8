import {
  live,
  type PublicOffer,
  type Redemption,
  redeemableOffers,
  redemptionCodes,
  redemptions,
} from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button, Radio } from 'antd-mobile';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, ProblemError, useChange, useLive, useMoneyMutation, useRead } from '../api/index.ts';
import { useAgeWords } from '../components/age-words.ts';
import { useNow } from '../components/clock.ts';
import { formatCountdown, formatMoment, formatYuan, inOneLine } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { useVoucherWords } from '../components/voucher-words.ts';
import { Banner } from '../phone/components/Banner.tsx';
import { Card, Facts } from '../phone/components/Card.tsx';
import { Row } from '../phone/components/ListSection.tsx';
import { OfferPicture } from '../phone/components/OfferPicture.tsx';
import { Outcome } from '../phone/components/Outcome.tsx';
import { PhonePage } from '../phone/components/PhonePage.tsx';
import { PinSheet } from '../phone/components/PinSheet.tsx';
import { QuantityStepper } from '../phone/components/QuantityStepper.tsx';
import { Nothing, Shown } from '../phone/components/states.tsx';
import { TakeBack } from './TakeBack.tsx';
import { TillVoucher } from './TillVoucher.tsx';

interface Scan {
  scanId: string;
  maskedName: string;
  expiresAt: string;
  /** A card was scanned: its holder types the PIN. */
  pinNeeded: boolean;
}

/** After a scan: whose code it was (masked), what is redeemed, and what came of it. */
export function ScannedResident({ scan, onAgain }: { scan: Scan; onAgain: () => void }) {
  const client = useQueryClient();
  const start = useMoneyMutation(redemptions.startByScan, {
    changes: [redemptions.listOfShop],
    onRefused: (error) => {
      if (error instanceof ProblemError && error.code === 'offer_price_changed') {
        void client.invalidateQueries({ queryKey: [redeemableOffers.forScan.id] });
      }
    },
  });
  if (start.answer !== undefined) return <Started first={start.answer} onAgain={onAgain} />;
  return <Choice scan={scan} onAgain={onAgain} start={start} />;
}

type Start = ReturnType<typeof useMoneyMutation<typeof redemptions.startByScan>>;

function Choice({ scan, onAgain, start }: { scan: Scan; onAgain: () => void; start: Start }) {
  const { t } = useTranslation('merchant');
  const nowMs = useNow();
  // What this person may redeem: the server knows whose code it was.
  const list = useRead(redeemableOffers.forScan, { params: { scanId: scan.scanId } }, { staleMs: 30_000 });
  const [chosenId, setChosenId] = useState<string>();
  // As it is now: its points may have been changed since it was chosen.
  const chosen = list.data?.items.find(({ offerId }) => offerId === chosenId);
  const [quantity, setQuantity] = useState(1);
  const points = (chosen?.points ?? 0) * quantity;
  const choose = (offerId: string): void => {
    setChosenId(offerId);
    setQuantity(1);
  };
  const [typing, setTyping] = useState(false);
  const client = useQueryClient();
  const agree = useChange(redemptionCodes.agree);
  const leftMs = Date.parse(scan.expiresAt) - nowMs;
  const expired = leftMs <= 0;
  const locked = start.sending || start.outcomeUnknown;
  const begin = ({ offerId }: PublicOffer): void =>
    start.start({ body: { scanId: scan.scanId, offerId, quantity, expectedPoints: points } });
  const onPin = (pin: string): void => {
    if (chosen === undefined) return;
    const { offerId } = chosen;
    agree.mutate(
      { params: { scanId: scan.scanId }, body: { pin, offerId, quantity, points } },
      {
        onSuccess: () => {
          setTyping(false);
          begin(chosen);
        },
        // Its points may have been changed: what is shown is read again.
        onError: () => void client.invalidateQueries({ queryKey: [redeemableOffers.forScan.id] }),
      },
    );
  };
  return (
    <PhonePage
      title={t('scan.for', { name: scan.maskedName })}
      // What was sent may have been carried out: it is asked for again, with its key, before anything else.
      {...(locked ? {} : { onBack: onAgain })}
      bottom={
        expired && !locked ? (
          <Button color="primary" block onClick={onAgain}>
            {t('scan.again')}
          </Button>
        ) : start.outcomeUnknown ? (
          <Button block onClick={start.askAgain}>
            {t('order.askAgain')}
          </Button>
        ) : (
          <Button
            color="primary"
            block
            disabled={chosen === undefined}
            loading={start.sending}
            onClick={() => {
              if (chosen === undefined) return;
              if (scan.pinNeeded) setTyping(true);
              else begin(chosen);
            }}
          >
            {chosen === undefined
              ? t('scan.choose')
              : t(scan.pinNeeded ? 'scan.startWithPin' : 'scan.start', { points })}
          </Button>
        )
      }
    >
      <p className="small quiet" role="timer">
        {expired && !locked ? t('scan.expired') : t('scan.valid', { time: formatCountdown(leftMs) })}
      </p>
      {start.refused === undefined ? null : <Banner tone="danger">{messageOf(start.refused)}</Banner>}
      {start.repeating ? <p className="small quiet">{t('order.asking')}</p> : null}
      {start.outcomeUnknown ? (
        <Banner>
          <b>{t('scan.unknown')}</b>
          <br />
          {t('scan.unknownHint')}
        </Banner>
      ) : null}
      <Shown of={list} rows={4}>
        {({ items }) =>
          items.length === 0 ? (
            <Nothing title={t('scan.noOffers')} />
          ) : (
            <Card label={t('scan.choose')}>
              <Radio.Group disabled={locked} value={chosen?.offerId ?? null} onChange={(id) => choose(String(id))}>
                {items.map((offer) => (
                  <OfferChoice
                    key={offer.offerId}
                    offer={offer}
                    {...(locked ? {} : { onChoose: () => choose(offer.offerId) })}
                  />
                ))}
              </Radio.Group>
            </Card>
          )
        }
      </Shown>
      {chosen === undefined ? null : (
        <Card label={t('scan.count')}>
          <Facts
            rows={[
              {
                label: t('scan.count'),
                value: <QuantityStepper offer={chosen} value={quantity} disabled={locked} onChange={setQuantity} />,
              },
              { label: t('scan.total'), value: <Points value={points} />, strong: true },
              ...(chosen.remainderFen > 0
                ? [{ label: t('scan.remainder'), value: `¥${formatYuan(chosen.remainderFen * quantity)}` }]
                : []),
            ]}
          />
        </Card>
      )}
      <PinSheet
        open={typing}
        title={t('scan.pinTitle')}
        lead={t('scan.pinLead', { name: scan.maskedName, offer: `${chosen?.title ?? ''} × ${quantity}`, points })}
        sending={agree.isPending}
        refused={agree.isError ? messageOf(agree.error) : undefined}
        onPin={onPin}
        onClose={() => {
          agree.reset();
          setTyping(false);
        }}
      />
    </PhonePage>
  );
}

function OfferChoice({ offer, onChoose }: { offer: PublicOffer; onChoose?: () => void }) {
  const { t } = useTranslation('merchant');
  const gone = offer.stock === 0;
  const voucherWords = useVoucherWords();
  const ages = useAgeWords()(offer);
  const below = [
    offer.stock === null ? undefined : gone ? t('scan.none') : t('scan.left', { count: offer.stock }),
    offer.remainderFen > 0 ? t('order.remainder', { yuan: formatYuan(offer.remainderFen) }) : undefined,
    ages === undefined ? undefined : t('scan.age', { ages }),
    offer.voucher === null ? undefined : voucherWords(offer.voucher),
  ];
  return (
    <Row
      mark={<OfferPicture name={offer.picture} pictureId={offer.pictureId} />}
      title={<b>{offer.title}</b>}
      below={inOneLine(...below)}
      end={
        <span style={{ display: 'inline-flex', gap: 12, alignItems: 'center' }}>
          <Points value={offer.points} strong />
          <Radio value={offer.offerId} disabled={gone} />
        </span>
      }
      {...(gone || onChoose === undefined ? {} : { onOpen: onChoose })}
    />
  );
}

/** The redemption was started: done at once, or waiting for the resident's word on their own phone. */
function Started({ first, onAgain }: { first: Redemption; onAgain: () => void }) {
  const { t } = useTranslation('merchant');
  const navigate = useNavigate();
  const client = useQueryClient();
  const params = { redemptionId: first.redemptionId };
  const [polling, setPolling] = useState(true);
  const now = useRead(redemptions.get, { params }, { everyMs: polling ? 2500 : false, staleMs: 0 });
  const redemption = now.data ?? first;
  const waiting =
    redemption.state === 'awaiting_resident' ||
    redemption.state === 'created' ||
    redemption.state === 'awaiting_confirm';
  if (polling !== waiting) setPolling(waiting);
  const reread = useCallback(() => void client.invalidateQueries({ queryKey: [redemptions.get.id] }), [client]);
  useLive(`${live.events.path}?topics=${encodeURIComponent(`redemption:${first.redemptionId}`)}`, {
    onEvent: reread,
    onCatchUp: reread,
    enabled: waiting,
  });
  const done = redemption.state === 'success';
  const takenBack = redemption.closeReason === 'declined';
  return (
    <PhonePage
      header={<span />}
      bottom={
        <>
          <Button color={waiting ? 'default' : 'primary'} block onClick={onAgain}>
            {t('scan.next')}
          </Button>
          <Button block onClick={() => void navigate({ to: '/' })}>
            {t('scan.home')}
          </Button>
        </>
      }
    >
      <Outcome
        kind={waiting ? 'waiting' : done ? 'success' : 'ended'}
        title={t(waiting ? 'scan.waiting' : done ? 'scan.success' : takenBack ? 'scan.takenBack' : 'scan.ended')}
        points={done ? -redemption.points : undefined}
        below={waiting ? t('scan.waitingHint', { code: redemption.shortCode }) : undefined}
      />
      <Card>
        <Facts
          rows={[
            { label: t('facts.offer'), value: `${redemption.offerTitle} × ${redemption.quantity}` },
            { label: t('facts.person'), value: redemption.personName },
            { label: t('facts.points'), value: <Points value={redemption.points} />, strong: true },
            ...(redemption.remainderFen > 0
              ? [{ label: t('facts.remainder'), value: `¥${formatYuan(redemption.remainderFen)}` }]
              : []),
            { label: t('facts.code'), value: redemption.shortCode },
            { label: t('facts.time'), value: formatMoment(redemption.finishedAt ?? redemption.createdAt) },
          ]}
        />
      </Card>
      <TakeBack order={redemption} />
      {done && redemption.voucher !== null ? <TillVoucher voucher={redemption.voucher} /> : null}
    </PhonePage>
  );
}
