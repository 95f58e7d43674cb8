import { shopOpening, shops } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useRead } from '../../api/index.ts';
import { Tag } from '../../components/Tag.tsx';
import styles from './ShopDrawer.module.css';

const WEEK = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6', 'd7'] as const;

/** When a shop is open and a market redeems, and the branches that go by its agreement. */
export function ShopOpening({ shop }: { shop: CallAnswer<typeof shops.get> }) {
  const { t } = useTranslation('consoleShopWork');
  const params = { shopId: shop.shopId };
  const opening = useRead(shopOpening.get, { params }).data;
  const branches = useRead(shops.branches, { params }).data?.items ?? [];
  const { hours = null, redemptionDays = null } = opening ?? {};
  const days = (list: readonly number[]): string =>
    list.map((day) => t(`opening.week.${WEEK[day - 1] ?? 'd1'}`)).join(' ');
  return (
    <section>
      <header className={styles['head']}>
        <h3>{t('opening.title')}</h3>
        <span className="small quiet">{t('opening.by')}</span>
      </header>
      {hours === null ? <p className="small quiet">{t('opening.always')}</p> : null}
      {hours?.weekdays.map((spans, index) => (
        <p key={WEEK[index]} className="small">
          {t(`opening.week.${WEEK[index] ?? 'd1'}`)}　
          {spans.length === 0 ? '—' : spans.map(({ from, until }) => `${from}–${until}`).join('　')}
        </p>
      ))}
      {shop.kind === 'community_market' ? (
        <p className="small">
          {t('opening.days')}：
          {redemptionDays === null
            ? t('opening.everyDay')
            : [
                redemptionDays.weekdays.length === 0
                  ? ''
                  : t('opening.weekly', { days: days(redemptionDays.weekdays) }),
                redemptionDays.monthDays.length === 0
                  ? ''
                  : t('opening.monthly', { days: redemptionDays.monthDays.join('、') }),
              ]
                .filter(Boolean)
                .join('　')}
        </p>
      ) : null}
      {shop.parentId === null ? null : (
        <p className="small">
          <Link to="/merchants" search={{ shop: shop.parentId }} className="link">
            {t('branch.of', { name: shop.parentName ?? '—' })}
          </Link>
        </p>
      )}
      {branches.length === 0 ? null : (
        <p className="small">
          {t('branch.branches')}：
          {branches.map(({ shopId, name }) => (
            <Link key={shopId} to="/merchants" search={{ shop: shopId }} className="link" style={{ marginRight: 8 }}>
              <Tag>{name}</Tag>
            </Link>
          ))}
        </p>
      )}
    </section>
  );
}
