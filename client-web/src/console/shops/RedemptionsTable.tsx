import { REDEMPTION_STATES, type Redemption, redemptions } from '@red-points/shared/contracts';
import { Checkbox, Select, type TableProps } from 'antd';
import { useTranslation } from 'react-i18next';
import { useList } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Points } from '../../components/Points.tsx';
import { RecordTable } from '../components/RecordTable.tsx';
import { given } from '../parts/given.ts';
import { useUnit } from '../unit.tsx';
import { RedemptionDrawer } from './RedemptionDrawer.tsx';
import { RedemptionStateTag } from './ShopStateTag.tsx';

export interface RedemptionsTableProps {
  state: Redemption['state'] | undefined;
  onState: (state: Redemption['state'] | undefined) => void;
  /** Only those whose refund waits for a second word. */
  waiting: boolean;
  onWaiting: (waiting: boolean) => void;
  /** Whose drawer is open; it need not be in the list. */
  open: string | undefined;
  onOpen: (redemptionId: string | undefined) => void;
}

/** Every redemption of the unit, newest first. */
export function RedemptionsTable({ state, onState, waiting, onWaiting, open, onOpen }: RedemptionsTableProps) {
  const { t } = useTranslation('consoleShops');
  const { unitId } = useUnit();
  const list = useList(
    redemptions.list,
    { query: { unitId, limit: 50, ...given({ state, waiting: waiting ? ('refund' as const) : undefined }) } },
    { enabled: unitId !== '', everyMs: 15_000 },
  );
  return (
    <>
      <RecordTable
        list={list}
        columns={useColumns()}
        rowKey={(redemption) => redemption.redemptionId}
        onOpen={(redemption) => onOpen(redemption.redemptionId)}
        openKey={open}
        empty={t('noRedemptions')}
        minWidthPx={900}
        toolbar={
          <>
            <Select
              allowClear
              value={state ?? null}
              placeholder={t('filter.state')}
              aria-label={t('filter.state')}
              style={{ width: 160 }}
              onChange={(value) => onState(value ?? undefined)}
              options={REDEMPTION_STATES.map((value) => ({ value, label: t(`redemption.${value}`) }))}
            />
            <Checkbox checked={waiting} onChange={(event) => onWaiting(event.target.checked)}>
              {t('refund.waiting')}
            </Checkbox>
          </>
        }
      />
      <RedemptionDrawer redemptionId={open} onClose={() => onOpen(undefined)} />
    </>
  );
}

function useColumns(): NonNullable<TableProps<Redemption>['columns']> {
  const { t } = useTranslation('consoleShops');
  return [
    { key: 'at', title: t('column.at'), width: 150, render: (_, each) => formatShortMoment(each.createdAt) },
    { key: 'who', title: t('column.who'), width: 100, render: (_, each) => <b>{each.personName}</b> },
    {
      key: 'what',
      title: t('column.what'),
      render: (_, each) => (each.quantity > 1 ? `${each.offerTitle} × ${each.quantity}` : each.offerTitle),
    },
    { key: 'shop', title: t('column.name'), width: 160, ellipsis: true, render: (_, each) => each.shopName },
    { key: 'via', title: t('column.via'), width: 130, render: (_, each) => t(`via.${each.via}`) },
    {
      key: 'points',
      title: t('column.points'),
      width: 100,
      align: 'right',
      render: (_, each) => <Points value={each.points} />,
    },
    {
      key: 'state',
      title: t('column.state'),
      width: 140,
      render: (_, each) => <RedemptionStateTag redemption={each} />,
    },
  ];
}
