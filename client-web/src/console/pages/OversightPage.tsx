import { useNavigate, useSearch } from '@tanstack/react-router';
import { Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { FindingDrawer } from '../oversight/FindingDrawer.tsx';
import { FindingsList } from '../oversight/FindingsList.tsx';
import { SpotDraws } from '../oversight/SpotDraws.tsx';
import type { OversightSearch } from '../search.ts';

const TABS = ['watch', 'spot'] as const;

/** 异常与抽查: what is worth a look in how points are earned, and the monthly draws. */
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
        note={t(tab === 'watch' ? 'note' : 'spot.note')}
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
      ) : (
        <SpotDraws openId={search.open} onOpen={(open) => go({ tab: 'spot', open })} />
      )}
    </Page>
  );
}
