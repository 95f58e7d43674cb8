import type { people } from '@red-points/shared/contracts';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallAnswer } from '../api/index.ts';
import { formatShortDay } from '../components/formatters.ts';
import { Points } from '../components/Points.tsx';
import { Banner } from '../phone/components/Banner.tsx';
import { Row } from '../phone/components/ListSection.tsx';
import { Sheet, SheetRows } from '../phone/components/Sheet.tsx';

type Account = CallAnswer<typeof people.ownAccount>;

/** 欠分: how much is owed; opened, which corrections it comes from and why. Nothing where nothing is owed. */
export function DebtNote({ account }: { account: Pick<Account, 'owed' | 'debts'> | undefined }) {
  const { t } = useTranslation('debt');
  const [open, setOpen] = useState(false);
  if (account === undefined || account.owed === 0) return null;
  const close = (): void => setOpen(false);
  return (
    <>
      <Banner onOpen={() => setOpen(true)}>
        <b>{t('banner', { points: account.owed })}</b>
        <br />
        {t('whyShort')}
      </Banner>
      <Sheet open={open} title={t('title')} lead={t('lead')} onClose={close}>
        <SheetRows>
          {account.debts.map(({ left, entry }) => (
            <Row
              key={entry.entryId}
              title={entry.title}
              below={
                <>
                  {t('part', { date: formatShortDay(entry.recordedAt), points: entry.owedChange })}
                  {entry.reason === null ? null : <br />}
                  {entry.reason === null ? null : t('reason', { reason: entry.reason })}
                </>
              }
              end={<Points value={entry.points} tone="signed" />}
              endBelow={t('left', { points: left })}
            />
          ))}
        </SheetRows>
      </Sheet>
    </>
  );
}
