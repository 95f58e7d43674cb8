import type { Certificate } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { businessDate, formatFullDate } from '../../components/formatters.ts';
import { QrCode } from '../../components/QrCode.tsx';
import { currentLanguage } from '../../i18n/index.ts';
import styles from './CertificateSheet.module.css';
import { useServiceWords } from './words.ts';

/** 志愿服务记录证明 on A4: who, when, how long, by category, and the code by which anybody can check it. */
export function CertificateSheet({ certificate }: { certificate: Certificate }) {
  const { t } = useTranslation('service');
  const words = useServiceWords();
  const { name, unitName, from, until, issuedAt, minutes, items, byCategory, stars, starsSince } = certificate;
  const hours = words.exactHours(minutes);
  // Chinese marks stand close to what they follow.
  const gap = currentLanguage() === 'zh' ? '' : ' ';
  const served =
    from === null
      ? t('certificate.servedAll', { date: formatFullDate(until ?? businessDate(issuedAt)), items, hours })
      : t('certificate.served', { period: words.period(certificate), items, hours });
  return (
    <article className={`paper ${styles.sheet}`}>
      <h1>{t('certificate.title')}</h1>
      <p className={styles.number}>
        {t('certificate.code')} <b>{certificate.code}</b>
      </p>
      <p className={styles.text}>
        {t('certificate.certifies')} <b className={styles.name}>{name}</b>
        {gap}
        <span>{t('certificate.of', { unit: unitName })}</span>
        {gap}
        {served}
      </p>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('certificate.column.category')}</th>
            <th scope="col">{t('certificate.column.items')}</th>
            <th scope="col">{t('certificate.column.hours')}</th>
          </tr>
        </thead>
        <tbody>
          {byCategory.map((line) => (
            <tr key={line.category}>
              <td>{words.category(line.category)}</td>
              <td>{line.items}</td>
              <td>{words.exactHours(line.minutes)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('certificate.sum')}</th>
            <td>{items}</td>
            <td>{hours}</td>
          </tr>
        </tfoot>
      </table>
      {starsSince === null ? null : (
        <p className={styles.stars}>
          <span aria-hidden="true">{'★'.repeat(stars)}</span>
          {t('certificate.starred', { stars: words.level(stars), date: formatFullDate(starsSince) })}
        </p>
      )}
      <footer className={styles.foot}>
        <div className={styles.check}>
          <span className={styles.qr}>
            <QrCode text={certificate.checkUrl} errorCorrection="Q" label={t('certificate.check')} />
          </span>
          <p>
            {t('certificate.check')}
            <br />
            {certificate.checkUrl.replace(/\/[^/]*$/, '')}
            <br />
            {t('certificate.from_ledger')}
          </p>
        </div>
        <div className={styles.office}>
          <p>{t('certificate.office', { unit: unitName })}</p>
          <p className={styles.seal}>{t('certificate.seal')}</p>
          <p>{t('certificate.issued', { moment: formatFullDate(businessDate(issuedAt)) })}</p>
        </div>
      </footer>
    </article>
  );
}
