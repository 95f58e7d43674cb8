import { objections } from '@red-points/shared/contracts';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { useMay } from '../../features/use-may.ts';
import { Page, PageHeader } from '../components/PageHeader.tsx';
import { BatchList } from '../publicity/BatchList.tsx';
import { ObjectionList } from '../publicity/ObjectionList.tsx';
import type { PublicitySearch } from '../search.ts';
import { useUnit } from '../unit.tsx';

const TABS = ['waiting', 'batches', 'all'] as const;

/** 公示与异议: objections that wait, what was published with which number, and everything that was decided. */
export function PublicityPage() {
  const { t } = useTranslation(['objections', 'consoleOversight']);
  const search = useSearch({ strict: false }) as PublicitySearch;
  const navigate = useNavigate();
  const may = useMay();
  const { unitId } = useUnit();
  const reads = may('objections.read');
  const show = reads ? (search.show ?? 'waiting') : 'batches';
  const go = (next: PublicitySearch): void => void navigate({ to: '/publicity', search: next });
  const counts = useRead(objections.list, { query: { unitId, limit: 1 } }, { enabled: unitId !== '' && reads }).data;
  const open = (openId: string | undefined): void => go(openId === undefined ? { show } : { show, open: openId });
  return (
    <Page>
      <PageHeader
        title={t('publicity.title', { ns: 'consoleOversight' })}
        note={
          counts === undefined ? undefined : t('console.waitingNote', { waiting: counts.waiting, late: counts.late })
        }
        actions={
          <Button href={`/notice/${encodeURIComponent(unitId)}`} target="_blank">
            {t('console.openPage')}
          </Button>
        }
      />
      <Tabs
        activeKey={show}
        onChange={(key) => go({ show: TABS.find((tab) => tab === key) ?? 'waiting' })}
        items={TABS.filter((tab) => reads || tab === 'batches').map((tab) => ({
          key: tab,
          label:
            tab === 'waiting' && counts !== undefined && counts.waiting > 0
              ? `${t('console.waiting')} ${counts.waiting}`
              : t(`console.${tab}`),
        }))}
      />
      {show === 'batches' ? (
        <BatchList openId={search.open} onOpen={open} />
      ) : (
        <ObjectionList key={show} show={show} openId={search.open} onOpen={open} />
      )}
    </Page>
  );
}
