import { type PublicOffer, people, redemptions, shops } from '@red-points/shared/contracts';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, ProblemError, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatNumber, formatYuan, inOneLine } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { useVoucherWords } from '../../components/voucher-words.ts';
import { useOpeningFacts } from '../../features/shops/use-opening-facts.ts';
import { useOpeningWords } from '../../features/shops/use-opening-words.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { QuantityStepper } from '../../phone/components/QuantityStepper.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { VerifiedName } from '../../phone/components/Verified.tsx';
import { useBack } from '../../phone/use-back.ts';
import { deviceName } from '../device.ts';
import { useLimitWords } from '../offer-facts.ts';
import { PinForMore, usePinCheck } from '../redemption/PinForMore.tsx';
import { shopCodeRoute } from '../router.tsx';
import { ScanAgain } from '../ScanAgain.tsx';
import { OfferRow } from './OffersPage.tsx';
import styles from './ShopCodePage.module.css';

type Shop = CallAnswer<typeof shops.byPoster>;

/** After a scan of a shop's poster: the verified shop, its offers, and one button that sets the points aside. */
export function ShopCodePage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const { code } = shopCodeRoute.useSearch();
  const shop = useRead(shops.byPoster, { body: { code } }, { staleMs: 0 });
  const [offer, setOffer] = useState<PublicOffer>();
  const whyNot = useNotServing();
  const start = useStart();
  const onBack = offer === undefined ? back : () => setOffer(undefined);
  return (
    // What was sent may have set the points aside: it is asked for again, with its key, before anything else.
    <PhonePage title={t('redeem.title')} {...(start.sending || start.outcomeUnknown ? {} : { onBack })}>
      {shop.error instanceof ProblemError && shop.data === undefined ? (
        <ScanAgain words={messageOf(shop.error)} />
      ) : (
        <Shown of={shop} rows={6}>
          {(data) => (
            <>
              <ShopHead shop={data} />
              <OpenHere shopId={data.shopId} />
              <NotServing why={whyNot(data)} />
              {offer === undefined ? (
                <Choice
                  shop={data}
                  serves={whyNot(data) === undefined}
                  onChoose={(chosen) => {
                    start.reset();
                    setOffer(chosen);
                  }}
                />
              ) : (
                <Confirm
                  key={offer.offerId}
                  // What was chosen, as it is now: its points may have been changed meanwhile.
                  offer={data.offers.find(({ offerId }) => offerId === offer.offerId) ?? offer}
                  code={code}
                  serves={whyNot(data) === undefined}
                  start={start}
                />
              )}
            </>
          )}
        </Shown>
      )}
    </PhonePage>
  );
}

/** Sets the points aside and leads to the redemption; kept by the page, so that its key outlives what is chosen. */
function useStart() {
  const navigate = useNavigate();
  const client = useQueryClient();
  return useMoneyMutation(redemptions.startByPoster, {
    changes: [people.ownAccount, redemptions.listOwn],
    onRefused: (error) => {
      if (error instanceof ProblemError && error.code === 'offer_price_changed') {
        void client.invalidateQueries({ queryKey: [shops.byPoster.id] });
      }
    },
    onDone: (made) =>
      void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId: made.redemptionId }, replace: true }),
  });
}

interface WhyNot {
  readonly title: string;
  readonly hint?: string;
}

/** Why nothing can be redeemed at a shop now, in words; undefined where it can. */
function useNotServing(): (shop: Shop) => WhyNot | undefined {
  const { t } = useTranslation('resident');
  const closed = useOpeningWords();
  return ({ verified, opening, accepting }) => {
    if (!verified) return { title: t('shop.suspended'), hint: t('shop.suspendedHint') };
    const notOpen = closed(opening);
    if (notOpen !== undefined) return { title: notOpen };
    return accepting ? undefined : { title: t('shop.paused'), hint: t('shop.pausedHint') };
  };
}

function NotServing({ why }: { why: WhyNot | undefined }) {
  if (why === undefined) return null;
  return (
    <Banner>
      <b>{why.title}</b>
      {why.hint === undefined ? null : (
        <>
          <br />
          {why.hint}
        </>
      )}
    </Banner>
  );
}

function ShopHead({ shop }: { shop: Shop }) {
  const { t } = useTranslation('resident');
  const facts = useOpeningFacts();
  return (
    <Card className={styles.shop}>
      <VerifiedName name={shop.name} verified={shop.verified} label={t('shop.verified')} />
      <p className="small quiet">{t('shop.address', { unit: shop.unitName, address: shop.address })}</p>
      {facts(shop.opening).map((line) => (
        <p key={line} className="small quiet">
          {line}
        </p>
      ))}
    </Card>
  );
}

/** A redemption that is already open at this shop, after a reload or a second scan. */
function OpenHere({ shopId }: { shopId: string }) {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const open = useRead(redemptions.listOwn, { query: { show: 'open' } }, { staleMs: 0 }).data?.items.find(
    (each) => each.shopId === shopId,
  );
  if (open === undefined) return null;
  return (
    <Banner
      onOpen={() => void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId: open.redemptionId } })}
    >
      {inOneLine(t('home.openRedemption'), open.offerTitle)}
    </Banner>
  );
}

interface ChoiceProps {
  shop: Shop;
  /** Whether it redeems now; where it does not, its offers are there to be read. */
  serves: boolean;
  onChoose: (offer: PublicOffer) => void;
}

function Choice({ shop, serves, onChoose }: ChoiceProps) {
  const { t } = useTranslation('resident');
  const active = shop.offers.filter((offer) => offer.active);
  // Who takes no part shows nothing, and why stands above.
  if (!shop.verified) return null;
  if (active.length === 0) return <Nothing title={t('shop.noOffers')} />;
  return (
    <>
      <h2 className={styles.head}>{t(serves ? 'shop.choose' : 'shop.readOnly')}</h2>
      <Card>
        {active.map((offer) => (
          <OfferRow
            key={offer.offerId}
            offer={offer}
            {...(serves && offer.stock !== 0 ? { onOpen: () => onChoose(offer) } : {})}
          />
        ))}
      </Card>
    </>
  );
}

interface ConfirmProps {
  offer: PublicOffer;
  code: string;
  serves: boolean;
  start: ReturnType<typeof useStart>;
}

function Confirm({ offer, code, serves, start }: ConfirmProps) {
  const { t } = useTranslation(['resident', 'common']);
  const account = useRead(people.ownAccount, {}, { staleMs: 0 });
  const [quantity, setQuantity] = useState(1);
  const pin = usePinCheck();
  const points = offer.points * quantity;
  const available = account.data?.available;
  const missing = available === undefined ? 0 : Math.max(0, points - available);
  const limits = useLimitWords()(offer);
  const voucherWords = useVoucherWords();
  const unit = t('unit.points', { ns: 'common' });
  return (
    <>
      <Card>
        <div className={styles.offer}>
          <OfferPicture name={offer.picture} pictureId={offer.pictureId} size={56} />
          <div>
            <b>{offer.title}</b>
            <p className="small quiet">{inOneLine(offer.description, limits)}</p>
            {offer.voucher === null ? null : <p className="small">{voucherWords(offer.voucher)}</p>}
          </div>
          <Points value={offer.points} strong />
        </div>
        <Facts
          rows={[
            {
              label: t('shop.count'),
              value: (
                <QuantityStepper
                  offer={offer}
                  value={quantity}
                  disabled={start.sending || start.outcomeUnknown}
                  onChange={setQuantity}
                />
              ),
            },
            { label: t('shop.cost'), value: <Points value={points} />, strong: true },
            ...(offer.remainderFen > 0
              ? [{ label: t('redeem.remainder'), value: `¥${formatYuan(offer.remainderFen * quantity)}` }]
              : []),
            { label: t('shop.available'), value: available === undefined ? '—' : `${formatNumber(available)} ${unit}` },
            {
              label: t('shop.after'),
              value: available === undefined ? '—' : `${formatNumber(Math.max(0, available - points))} ${unit}`,
              strong: true,
            },
          ]}
        />
      </Card>
      {start.refused === undefined ? null : <Banner tone="danger">{messageOf(start.refused)}</Banner>}
      <PinForMore pin={pin} />
      {missing > 0 ? <Banner>{t('shop.missing', { points: missing })}</Banner> : null}
      {start.repeating ? <p className="small quiet">{t('redeem.asking')}</p> : null}
      {start.outcomeUnknown ? (
        <>
          <Banner>
            <b>{t('redeem.unknown')}</b>
            <br />
            {t('redeem.unknownHint')}
          </Banner>
          <Button block onClick={start.askAgain}>
            {t('redeem.askAgain')}
          </Button>
        </>
      ) : (
        <Button
          color="primary"
          block
          loading={start.sending}
          loadingText={t('redeem.sending')}
          disabled={missing > 0 || !serves}
          onClick={() =>
            start.start({
              body: {
                code,
                offerId: offer.offerId,
                quantity,
                expectedPoints: points,
                pinCheckId: pin.pinCheckId,
                device: deviceName(),
              },
            })
          }
        >
          {t('shop.start', { points })}
        </Button>
      )}
    </>
  );
}
