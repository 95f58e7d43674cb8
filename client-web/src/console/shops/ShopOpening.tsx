import { shopOpening, shops } from '@red-points/shared/contracts';
import { Link } from '@tanstack/react-router';
import { Button } from 'antd';
import { Fragment, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, useRead } from '../../api/index.ts';
import { businessDate, formatDateWeekday, inList, inOneLine, withLabel } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { type Spans, WEEK } from '../../features/shops/opening-edits.ts';
import { useMay } from '../../features/use-may.ts';
import { OpeningDialog } from './OpeningDialog.tsx';
import styles from './ShopDrawer.module.css';

const spansInWords = (spans: Spans): string => spans.map(({ from, until }) => `${from}–${until}`).join('  ');

/** Days that follow each other with the same hours, told once: 周一至周五. */
function runsOf(days: readonly string[]): { first: number; last: number; words: string }[] {
  const runs: { first: number; last: number; words: string }[] = [];
  for (const [index, words] of days.entries()) {
    const before = runs.at(-1);
    if (before?.words === words) before.last = index;
    else runs.push({ first: index, last: index, words });
  }
  return runs;
}

/** When a shop is open and a market redeems, and the branches that go by its agreement. */
export function ShopOpening({ shop }: { shop: CallAnswer<typeof shops.get> }) {
  const { t } = useTranslation('consoleShopWork');
  const may = useMay();
  const [editing, setEditing] = useState(false);
  const params = { shopId: shop.shopId };
  const opening = useRead(shopOpening.get, { params }).data;
  const branches = useRead(shops.branches, { params }).data?.items ?? [];
  const { hours = null, redemptionDays = null } = opening ?? {};
  const closedDays = (hours?.closedDays ?? []).filter((day) => day >= businessDate());
  const days = (list: readonly number[]): string =>
    inList(list.map((day) => t(`opening.week.${WEEK[day - 1] ?? 'd1'}`)));
  return (
    <section>
      <header className={styles['head']}>
        <h3>{t('opening.title')}</h3>
        {opening !== undefined && shop.state !== 'closed' && may('shops.opening') ? (
          <Button onClick={() => setEditing(true)}>{t('opening.set')}</Button>
        ) : null}
      </header>
      {opening === undefined ? null : (
        <OpeningDialog
          {...params}
          name={shop.name}
          opening={opening}
          isMarket={shop.kind === 'community_market'}
          open={editing}
          onClose={() => setEditing(false)}
        />
      )}
      {hours === null ? <p className="small quiet">{t('opening.always')}</p> : null}
      {hours === null ? null : (
        <dl className={styles['hours']}>
          {runsOf(hours.weekdays.map(spansInWords)).map(({ first, last, words }) => (
            <Fragment key={first}>
              <dt>
                {first === last
                  ? t(`opening.week.${WEEK[first] ?? 'd1'}`)
                  : t('opening.fromTo', {
                      from: t(`opening.week.${WEEK[first] ?? 'd1'}`),
                      to: t(`opening.week.${WEEK[last] ?? 'd7'}`),
                    })}
              </dt>
              <dd>{words === '' ? t('opening.closed') : words}</dd>
            </Fragment>
          ))}
          {closedDays.length === 0 ? null : (
            <>
              <dt>{t('opening.closedDays')}</dt>
              <dd>{closedDays.map((day) => formatDateWeekday(day)).join(' · ')}</dd>
            </>
          )}
        </dl>
      )}
      {shop.kind === 'community_market' ? (
        <p className="small">
          {withLabel(
            t('opening.days'),
            redemptionDays === null
              ? t('opening.everyDay')
              : inOneLine(
                  redemptionDays.weekdays.length > 0 && t('opening.weekly', { days: days(redemptionDays.weekdays) }),
                  redemptionDays.monthDays.length > 0 &&
                    t('opening.monthly', { days: inList(redemptionDays.monthDays) }),
                ),
          )}
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
          {withLabel(t('branch.branches'), '')}
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
