import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { FindingDrawer } from '../oversight/FindingDrawer.tsx';
import { FindingsList } from '../oversight/FindingsList.tsx';
import { SpeedStops } from '../oversight/SpeedStops.tsx';
import { SpotDraws } from '../oversight/SpotDraws.tsx';
import type { OversightSearch } from '../search.ts';

const TABS = ['watch', 'speed', 'spot'] as const;
const NOTES = { watch: 'note', speed: 'speed.note', spot: 'spot.note' } as const;

/** 异常与抽查: what is worth a look in how points are earned and spent, what limits redeeming, and the monthly draws. */
export function OversightPage() {
  const { t } = useTranslation('consoleWatch');
  const search = useSearch({ strict: false }) as OversightSearch;
  const navigate = useNavigate();
  const tab = search.tab ?? 'watch';
  const go = (next: OversightSearch): void => void navigate({ to: '/oversight', search: next, replace: true });
  return (
    <Page>
      <PageHeader
        title={t('title')}
        note={t(NOTES[tab])}
        actions={
          <Segmented
            value={tab}
            onChange={(next) => go(next === 'watch' ? {} : { tab: next })}
            options={TABS.map((value) => ({ value, label: t(`tab.${value}`) }))}
          />
        }
      />
      {tab === 'watch' ? (
        <>
          <FindingsList search={search} onSearch={go} />
          <FindingDrawer findingId={search.open} onClose={() => go({ ...search, open: undefined })} />
        </>
      ) : tab === 'speed' ? (
        <SpeedStops />
      ) : (
        <SpotDraws openId={search.open} onOpen={(open) => go({ tab: 'spot', open })} />
      )}
    </Page>
  );
}
