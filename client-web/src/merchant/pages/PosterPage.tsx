import { shops } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyMutation, useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Logo } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { ReasonSheet } from '../../phone/bookings/ReasonSheet.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useIsOwner, useOwnShop } from '../shop.ts';
import styles from './PosterPage.module.css';

/** The shop's code for the counter: shown on the phone, printed on paper. */
export function PosterPage() {
  const { t } = useTranslation(['merchant', 'common']);
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const isOwner = useIsOwner();
  const poster = useRead(shops.poster, { params: { shopId } }, { enabled: shopId !== '' });
  return (
    <PhonePage
      title={t('poster.title')}
      onBack={back}
      bottom={
        <>
          <Button block onClick={() => window.print()}>
            {t('poster.print')}
          </Button>
          {isOwner ? <Replace shopId={shopId} /> : null}
        </>
      }
    >
      <Shown of={poster} rows={8}>
        {(data) => (
          <section className={styles.poster}>
            <header>
              <p>{t('poster.name')}</p>
              <h2>{data.shopName}</h2>
            </header>
            <div className={styles.code}>
              <QrCode text={data.codeUrl} errorCorrection="Q" label={t('poster.label', { shop: data.shopName })} />
            </div>
            <p className={styles.lead}>{t('poster.lead')}</p>
            <ol>
              <li>{t('poster.steps.one')}</li>
              <li>{t('poster.steps.two')}</li>
              <li>{t('poster.steps.three')}</li>
            </ol>
            <footer>
              <Logo size={24} />
              <b>{t('brand', { ns: 'common' })}</b>
              <span className="small quiet">
                {t('poster.serial', { serial: data.serial, date: formatShortDay(data.issuedAt) })}
              </span>
            </footer>
          </section>
        )}
      </Shown>
    </PhonePage>
  );
}

/** A code that was torn off or pasted over: the owner has another one at once, and need not wait for the office. */
function Replace({ shopId }: { shopId: string }) {
  const { t } = useTranslation('merchant');
  const [asking, setAsking] = useState(false);
  const replace = useMoneyMutation(shops.replacePoster, {
    changes: [shops.poster, shops.get],
    onDone: () => {
      setAsking(false);
      Toast.show(t('poster.replaced'));
    },
  });
  if (replace.outcomeUnknown) {
    return (
      <p role="alert">
        {t('order.unknown')}
        <Button size="small" onClick={replace.askAgain}>
          {t('order.askAgain')}
        </Button>
      </p>
    );
  }
  return (
    <>
      <Button block fill="none" onClick={() => setAsking(true)}>
        {t('poster.replace')}
      </Button>
      <ReasonSheet
        title={t('poster.replace')}
        lead={t('poster.replaceWhat')}
        open={asking}
        sending={replace.sending}
        refused={replace.refused}
        onClose={() => setAsking(false)}
        onSend={(reason) => replace.start({ params: { shopId }, body: { reason } })}
      />
    </>
  );
}
