import { shopApplications } from '@red-points/shared/contracts';
import { Alert, Button, Image, Skeleton } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../../api/index.ts';
import { useFile } from '../../features/files/use-file.ts';
import { useMay } from '../../features/use-may.ts';
import styles from './ShopDrawer.module.css';

/** The photo of the licence, for who decides: fetched when asked for, because each look is on record. */
export function LicencePhoto({ applicationId, has }: { applicationId: string; has: boolean }) {
  const { t } = useTranslation(['consoleShopWork', 'common']);
  const may = useMay();
  const [wanted, setWanted] = useState(false);
  const photo = useFile(shopApplications.licence, wanted ? { params: { applicationId } } : undefined);
  if (!may('shop_applications.decide')) return null;
  return (
    <section>
      <header className={styles['head']}>
        <h3>{t('applications.photo')}</h3>
      </header>
      {!has ? (
        <p className="small quiet">{t('applications.photoNone')}</p>
      ) : !wanted ? (
        <>
          <Button onClick={() => setWanted(true)}>{t('applications.photoShow')}</Button>
          <p className="small quiet">{t('applications.photoLogged')}</p>
        </>
      ) : photo.error !== null ? (
        <Alert
          type="warning"
          showIcon
          title={messageOf(photo.error)}
          action={<Button onClick={photo.retry}>{t('action.retry', { ns: 'common' })}</Button>}
        />
      ) : photo.url === undefined ? (
        <Skeleton.Node active style={{ width: '100%', height: 280 }} />
      ) : (
        <Image src={photo.url} alt={t('applications.photo')} width="100%" />
      )}
    </section>
  );
}
