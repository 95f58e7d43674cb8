import { history } from '@red-points/shared/contracts';
import { addDays, startOfMonth } from '@red-points/shared/domain/calendar';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { Card } from '../../phone/components/Card.tsx';
import { Chips } from '../../phone/components/Chips.tsx';
import { Field } from '../../phone/components/Field.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import styles from '../as-of/as-of.module.css';
import { PastState } from '../as-of/PastState.tsx';
import { asOfRoute } from '../router.tsx';
import { AccountChoice } from '../statement/AccountChoice.tsx';

/** Days that people ask for, by name. */
function usualDays(today: string): readonly { key: 'yesterday' | 'monthEnd' | 'yearEnd'; day: string }[] {
  return [
    { key: 'yesterday', day: addDays(today, -1) },
    { key: 'monthEnd', day: addDays(startOfMonth(today), -1) },
    { key: 'yearEnd', day: `${Number(today.slice(0, 4)) - 1}-12-31` },
  ];
}

/** 某一天的积分: what the account held as a day ended, from its entries alone. */
export function AsOfPage() {
  const { t } = useTranslation('residentAccounts');
  const back = useBack();
  const navigate = useNavigate();
  const { day: asked, account } = asOfRoute.useSearch();
  const today = businessDate();
  const usual = usualDays(today);
  const day = asked !== undefined && asked <= today ? asked : addDays(today, -1);
  const ofAccount = account === undefined ? {} : { accountId: account };
  const read = useRead(history.ownAsOf, { query: { at: day, ...ofAccount } }, day === today ? { staleMs: 0 } : {});
  const go = (search: { day: string; account: string | undefined }): void =>
    void navigate({ to: '/as-of', search, replace: true });
  return (
    <PhonePage title={t('asOf.title')} onBack={back}>
      <AccountChoice chosen={account} onChoose={(id) => go({ day, account: id })} />
      <Card className={styles.choice}>
        <Field label={t('asOf.day')} hint={t(day === today ? 'asOf.today' : 'asOf.hint')}>
          <input
            type="date"
            required
            max={today}
            value={day}
            onChange={(event) => {
              if (event.target.value !== '') go({ day: event.target.value, account });
            }}
          />
        </Field>
        <Chips
          wrap
          chips={usual.map(({ key }) => ({ key, label: t(`asOf.quick.${key}`) }))}
          chosen={usual.find((each) => each.day === day)?.key}
          onChoose={(key) => go({ day: usual.find((each) => each.key === key)?.day ?? day, account })}
        />
      </Card>
      <Shown of={read} rows={6}>
        {(data) => <PastState account={data} />}
      </Shown>
    </PhonePage>
  );
}
