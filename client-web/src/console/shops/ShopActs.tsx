import type { shops } from '@red-points/shared/contracts';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';

/** Why a shop is suspended, and why its poster was replaced last: whoever lets it serve again has to know. */
export function ShopActs({ shop: { suspension, posterReplaced } }: { shop: CallAnswer<typeof shops.get> }) {
  const { t } = useTranslation('consoleShopWork');
  const words = ({ reason, byName, at }: NonNullable<typeof suspension>) =>
    at === null
      ? t('acts.reason', { reason, name: byName })
      : t('acts.reasonAt', { reason, name: byName, moment: formatMoment(at) });
  return (
    <>
      {suspension === null ? null : (
        <Alert type="warning" showIcon title={t('acts.suspended')} description={words(suspension)} />
      )}
      {posterReplaced === null ? null : (
        <p className="small quiet">
          {t('acts.posterReplaced')}
          {words(posterReplaced)}
        </p>
      )}
    </>
  );
}
