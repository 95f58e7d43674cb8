import { type Redemption, redemptions } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatShortMoment, inOneLine } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { OfferPicture } from '../../phone/components/OfferPicture.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';

const TONES: Partial<Record<Redemption['state'], TagTone>> = {
  success: 'success',
  awaiting_confirm: 'warning',
  awaiting_resident: 'warning',
  created: 'warning',
};

/** This person's redemptions, newest first. */
export function RedemptionsPage() {
  const { t } = useTranslation('resident');
  const back = useBack();
  const navigate = useNavigate();
  const list = useList(redemptions.listOwn, { query: { limit: 20 } }, { staleMs: 0 });
  return (
    <PhonePage title={t('redeem.own')} onBack={back}>
      {list.isPending ? <Waiting rows={6} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? <Nothing title={t('redeem.ownNone')} /> : null}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((redemption) => (
            <Row
              key={redemption.redemptionId}
              mark={<OfferPicture name={redemption.picture} pictureId={redemption.pictureId} size={40} />}
              title={`${redemption.offerTitle} × ${redemption.quantity}`}
              below={inOneLine(redemption.shopName, formatShortMoment(redemption.createdAt))}
              end={
                redemption.state === 'success' || redemption.state === 'partially_refunded' ? (
                  <Points value={-redemption.points} tone="signed" />
                ) : (
                  <Points value={redemption.points} tone="pending" />
                )
              }
              endBelow={<Tag tone={TONES[redemption.state] ?? 'plain'}>{t(`redeem.state.${redemption.state}`)}</Tag>}
              onOpen={() =>
                void navigate({ to: '/redemptions/$redemptionId', params: { redemptionId: redemption.redemptionId } })
              }
            />
          ))}
        </Card>
      )}
      <MoreButton list={list} />
    </PhonePage>
  );
}
