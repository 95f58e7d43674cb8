import { shops } from '@red-points/shared/contracts';
import { Button } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatShortDay } from '../../components/formatters.ts';
import { Logo } from '../../components/icons.tsx';
import { QrCode } from '../../components/QrCode.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { useOwnShop } from '../shop.ts';
import styles from './PosterPage.module.css';

/** The shop's code for the counter: shown on the phone, printed on paper. */
export function PosterPage() {
  const { t } = useTranslation(['merchant', 'common']);
  const back = useBack();
  const shopId = useOwnShop()?.shopId ?? '';
  const poster = useRead(shops.poster, { params: { shopId } }, { enabled: shopId !== '' });
  return (
    <PhonePage
      title={t('poster.title')}
      onBack={back}
      bottom={
        <Button block onClick={() => window.print()}>
          {t('poster.print')}
        </Button>
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
