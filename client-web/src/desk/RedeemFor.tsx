import {
  type PersonDetail,
  type PublicOffer,
  people,
  type Redemption,
  redeemableOffers,
  redemptions,
  shops,
} from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useList, useMoneyMutation, useRead } from '../api/index.ts';
import { useNow } from '../components/clock.ts';
import { formatCountdown, formatYuan, inOneLine } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { Facts } from '../phone/components/Card.tsx';
import { Field } from '../phone/components/Field.tsx';
import { Row } from '../phone/components/ListSection.tsx';
import { MoreButton } from '../phone/components/MoreButton.tsx';
import { OfferPicture } from '../phone/components/OfferPicture.tsx';
import { Outcome } from '../phone/components/Outcome.tsx';
import { QuantityStepper } from '../phone/components/QuantityStepper.tsx';
import { SheetRows } from '../phone/components/Sheet.tsx';
import { Nothing, Shown, Trouble, Waiting } from '../phone/components/states.tsx';
import { BookFor } from './BookFor.tsx';

const POLL_MS = 2500;
const OPEN = new Set<Redemption['state']>(['created', 'awaiting_resident', 'awaiting_confirm']);

/** An officer redeems for somebody who stands beside them: shop, offer, then the shop's word. Both are recorded. */
export function RedeemFor({ person, onDone }: { person: PersonDetail; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const [shop, setShop] = useState<{ shopId: string; name: string }>();
  const [offer, setOffer] = useState<PublicOffer>();
  const [quantity, setQuantity] = useState(1);
  const [now, setNow] = useState(true);
  const start = useMoneyMutation(redemptions.startForPerson, { changes: [people.get] });
  return (
    <>
      {start.answer !== undefined ? (
        <Started first={start.answer} onDone={onDone} />
      ) : shop === undefined ? (
        <Shops onShop={setShop} />
      ) : offer === undefined ? (
        <Offers
          personId={person.personId}
          shopId={shop.shopId}
          onOffer={(chosen) => {
            setOffer(chosen);
            setQuantity(1);
            setNow(chosen.kind !== 'service');
          }}
        />
      ) : !now ? (
        <BookFor person={person} offer={offer} onNow={() => setNow(true)} onDone={onDone} />
      ) : (
        <>
          <Facts
            rows={[
              { label: t('help.redeemShop'), value: shop.name },
              { label: t('help.redeemOffer'), value: offer.title },
              {
                label: t('help.redeemCount'),
                value: (
                  <QuantityStepper
                    offer={offer}
                    value={quantity}
                    disabled={start.sending || start.outcomeUnknown}
                    onChange={setQuantity}
                  />
                ),
              },
              { label: t('help.redeemPoints'), value: <Points value={offer.points * quantity} />, strong: true },
              ...(offer.remainderFen > 0
                ? [{ label: t('help.redeemRemainder'), value: `¥${formatYuan(offer.remainderFen * quantity)}` }]
                : []),
            ]}
          />
          {start.refused === undefined ? null : <Banner tone="danger">{messageOf(start.refused)}</Banner>}
          {start.outcomeUnknown ? (
            <Button block onClick={start.askAgain}>
              {t('help.redeemAskAgain')}
            </Button>
          ) : (
            <Button
              color="primary"
              block
              loading={start.sending}
              onClick={() =>
                start.start({
                  params: { personId: person.personId },
                  body: {
                    shopId: shop.shopId,
                    offerId: offer.offerId,
                    quantity,
                    expectedPoints: offer.points * quantity,
                  },
                })
              }
            >
              {t('help.redeemStart', { points: offer.points * quantity })}
            </Button>
          )}
          <Button block onClick={() => setOffer(undefined)}>
            {t('help.redeemOther')}
          </Button>
        </>
      )}
    </>
  );
}

/** Shops at which something can be redeemed now; a few letters of a name or address find one among many. */
function Shops({ onShop }: { onShop: (shop: { shopId: string; name: string }) => void }) {
  const { t } = useTranslation('desk');
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const list = useList(shops.list, {
    query: { show: 'serving', limit: 30, ...(search === '' ? {} : { search }) },
  });
  return (
    <>
      <Field label={t('help.redeemFind')}>
        <input
          type="search"
          value={typed}
          maxLength={50}
          autoComplete="off"
          enterKeyHint="search"
          placeholder={t('help.redeemFindHint')}
          onChange={(event) => setTyped(event.target.value)}
        />
      </Field>
      {list.isPending ? <Waiting rows={4} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 && !list.hasNextPage ? (
        <Nothing title={t(search === '' ? 'help.redeemNoShop' : 'help.redeemNoneFound')} />
      ) : null}
      <SheetRows>
        {list.items.map((shop) => (
          <Row
            key={shop.shopId}
            title={shop.name}
            below={inOneLine(shop.unitName, shop.address)}
            onOpen={() => onShop(shop)}
          />
        ))}
      </SheetRows>
      <MoreButton list={list} />
    </>
  );
}

/** What this person may redeem at the shop now. */
function Offers({
  personId,
  shopId,
  onOffer,
}: {
  personId: string;
  shopId: string;
  onOffer: (offer: PublicOffer) => void;
}) {
  const { t } = useTranslation('desk');
  const list = useRead(redeemableOffers.forPerson, { params: { personId, shopId } }, { staleMs: 0 });
  return (
    <Shown of={list} rows={4}>
      {({ items }) => {
        const left = items.filter(({ stock }) => stock !== 0);
        return left.length === 0 ? (
          <Nothing title={t('help.redeemNoOffer')} />
        ) : (
          <SheetRows>
            {left.map((offer) => (
              <Row
                key={offer.offerId}
                mark={<OfferPicture name={offer.picture} pictureId={offer.pictureId} />}
                title={offer.title}
                end={<Points value={offer.points} strong />}
                onOpen={() => onOffer(offer)}
              />
            ))}
          </SheetRows>
        );
      }}
    </Shown>
  );
}

/** The shop is asked; its word, or that it did not come in time, is shown as soon as it is known. */
function Started({ first, onDone }: { first: Redemption; onDone: () => void }) {
  const { t } = useTranslation('desk');
  const nowMs = useNow();
  const [polling, setPolling] = useState(true);
  const params = { redemptionId: first.redemptionId };
  const read = useRead(redemptions.get, { params }, { everyMs: polling ? POLL_MS : false, staleMs: 0 });
  const revoke = useMoneyMutation(redemptions.revoke, { changes: [redemptions.get] });
  const redemption = read.data ?? first;
  const waiting = OPEN.has(redemption.state);
  if (polling !== waiting) setPolling(waiting);
  const done = redemption.state === 'success';
  return (
    <>
      <Outcome
        kind={waiting ? 'waiting' : done ? 'success' : 'ended'}
        title={t(waiting ? 'help.redeemWaiting' : done ? 'help.redeemDone' : 'help.redeemEnded')}
        points={done ? -redemption.points : undefined}
        below={
          waiting
            ? t('help.redeemWaitingHint', {
                code: redemption.shortCode,
                time: formatCountdown(Date.parse(redemption.expiresAt) - nowMs),
              })
            : undefined
        }
      />
      {revoke.refused === undefined ? null : <Banner tone="danger">{messageOf(revoke.refused)}</Banner>}
      {waiting ? (
        <Button block loading={revoke.sending} onClick={() => revoke.start({ params })}>
          {t('help.redeemRevoke')}
        </Button>
      ) : (
        <Button color="primary" block onClick={onDone}>
          {t('help.redeemClose')}
        </Button>
      )}
    </>
  );
}
