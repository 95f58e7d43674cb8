import { type Agreement, type Offer, offers, shops } from '@red-points/shared/contracts';
import { AGREEMENT_ENDING_DAYS } from '@red-points/shared/domain/redemptions';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatFullDate, formatNumber, formatYuan } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card, Facts } from '../../phone/components/Card.tsx';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';

const DAY_MS = 86_400_000;

/** 合作协议: from when to when the shop serves, and what each offer is settled at. */
export function AgreementPage() {
  const { t } = useTranslation('shopOrders');
  const back = useBack();
  const ownId = useOwnShop()?.shopId ?? '';
  const shop = useRead(shops.get, { params: { shopId: ownId } }, { enabled: ownId !== '' });
  const list = useRead(shops.agreements, { params: { shopId: ownId } }, { enabled: ownId !== '' });
  const prices = useRead(offers.listOfShop, { params: { shopId: ownId } }, { enabled: ownId !== '' });
  const parentName = shop.data?.parentName ?? null;
  return (
    <PhonePage title={t('agreement.title')} onBack={back}>
      {parentName === null ? (
        <Shown of={list} rows={4}>
          {({ proposed, agreed }) => (
            <>
              <Ending agreed={agreed} />
              {proposed === null ? null : <OneAgreement agreement={proposed} />}
              {agreed.map((agreement) => (
                <OneAgreement key={agreement.number} agreement={agreement} />
              ))}
              {proposed === null && agreed.length === 0 ? (
                <Card>
                  <Nothing title={t('agreement.none')}>
                    <span className="small">{t('agreement.noneHint')}</span>
                  </Nothing>
                </Card>
              ) : null}
            </>
          )}
        </Shown>
      ) : (
        <Banner tone="slate">{t('agreement.branch', { name: parentName })}</Banner>
      )}
      <Shown of={prices} rows={4}>
        {({ items }) => <Prices items={items.filter(({ active }) => active)} />}
      </Shown>
    </PhonePage>
  );
}

/** That the last of them ends soon, or has ended. */
function Ending({ agreed }: { agreed: readonly Agreement[] }) {
  const { t } = useTranslation('shopOrders');
  const until = agreed
    .map((agreement) => agreement.until)
    .sort()
    .at(-1);
  if (until === undefined) return null;
  const days = Math.round((Date.parse(until) - Date.parse(businessDate())) / DAY_MS);
  if (days > AGREEMENT_ENDING_DAYS) return null;
  return (
    <Banner tone={days < 0 ? 'danger' : 'warning'}>
      {days < 0 ? t('agreement.ended') : t('agreement.ending', { day: formatDate(until), days: formatNumber(days) })}
    </Banner>
  );
}

function OneAgreement({ agreement }: { agreement: Agreement }) {
  const { t } = useTranslation('shopOrders');
  const { number, from, until, settlementTerms, confirmedByName } = agreement;
  const today = businessDate();
  const state = today < from ? 'later' : today > until ? 'over' : 'now';
  return (
    <Card label={number}>
      <Facts
        rows={[
          { label: t('agreement.number'), value: number },
          { label: t('agreement.from'), value: formatFullDate(from) },
          { label: t('agreement.until'), value: formatFullDate(until), strong: true },
          { label: t('agreement.terms'), value: settlementTerms },
        ]}
      />
      <p className="small quiet" style={{ margin: 0, padding: '0 16px 12px', textAlign: 'right' }}>
        {confirmedByName === null ? t('agreement.proposed') : t(`agreement.state.${state}`)}
      </p>
    </Card>
  );
}

function Prices({ items }: { items: readonly Offer[] }) {
  const { t } = useTranslation('shopOrders');
  if (items.length === 0) return null;
  return (
    <>
      <ListSection title={t('agreement.prices')}>
        {items.map((offer) => (
          <Row
            key={offer.offerId}
            mark={<OfferPicture name={offer.picture} pictureId={offer.pictureId} />}
            title={offer.title}
            below={<Points value={offer.points} />}
            end={
              <b>
                {offer.payer === 'shop'
                  ? t('agreement.ownCost')
                  : t('agreement.each', { yuan: formatYuan(offer.settlementFen) })}
              </b>
            }
          />
        ))}
      </ListSection>
      <p className="small quiet">{t('agreement.pricesHint')}</p>
    </>
  );
}
