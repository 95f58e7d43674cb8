import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { businessDate } from '../../components/formatters.ts';
import { SignSheet } from '../../features/sign-sheets/SignSheet.tsx';
import { type SheetDays, useSignSheet } from '../../features/sign-sheets/use-sign-sheet.ts';
import { Card } from '../../phone/components/Card.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';
import paper from './paper.module.css';
import styles from './SignSheetPage.module.css';

/** 兑换签收表 of this shop, by default of today: opened at the counter on a redemption day, and printed from the phone. */
export function SignSheetPage() {
  const { t } = useTranslation('signSheet');
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const today = businessDate();
  const { days, setDays, list, head } = useSignSheet(shopId);
  return (
    <PhonePage
      title={t('name')}
      onBack={back}
      bottom={
        <Button block disabled={head === undefined} onClick={() => window.print()}>
          {t('print')}
        </Button>
      }
    >
      <Card className={`${styles['days'] ?? ''} no-print`}>
        {(['from', 'until'] as const).map((end) => (
          <Field key={end} label={t(end)}>
            <input
              type="date"
              max={today}
              value={days[end]}
              onChange={({ target: { value } }) => {
                if (value !== '') setDays((before) => spanWith(before, end, value));
              }}
            />
          </Field>
        ))}
      </Card>
      {head === undefined ? (
        list.error === null ? (
          <Waiting rows={8} />
        ) : (
          <Trouble error={list.error} onRetry={() => void list.refetch()} />
        )
      ) : (
        <SignSheet
          head={head}
          lines={list.items}
          days={days}
          className={`${paper['paper'] ?? ''} ${styles['sheet'] ?? ''}`}
          footClassName={styles['foot'] ?? ''}
        />
      )}
      {list.hasNextPage ? <p className="small quiet no-print">{t('partly')}</p> : null}
      <MoreButton list={list} />
    </PhonePage>
  );
}

/** The end that was not chosen follows where the span would run backwards. */
function spanWith(before: SheetDays, end: keyof SheetDays, day: string): SheetDays {
  const next = { ...before, [end]: day };
  return next.from <= next.until ? next : { from: day, until: day };
}
