import { CAP_PERIODS, type PeriodCaps } from '@red-points/shared/domain/redemptions';
import { InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './RedemptionSettings.module.css';

interface CapsTableProps<Row extends string> {
  readonly caption: string;
  /** What the rows are. */
  readonly head: string;
  readonly rows: readonly { readonly key: Row; readonly label: string; readonly hint: string }[];
  readonly caps: Readonly<Record<Row, PeriodCaps>>;
  /** How high each may be set; nothing bounds them where it is missing. */
  readonly most: Readonly<Record<Row, PeriodCaps>> | undefined;
  readonly disabled: boolean;
  onChange(caps: Record<Row, PeriodCaps>): void;
}

/** Limits by the day and by the month, a row each; an empty one is no limit, where that is not looser than may be. */
export function CapsTable<Row extends string>(props: CapsTableProps<Row>) {
  const { caption, head, rows, caps, most, disabled, onChange } = props;
  const { t } = useTranslation('consoleShops');
  return (
    <table className={styles['caps']}>
      <caption>{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{head}</th>
          <th scope="col">{t('settings.day')}</th>
          <th scope="col">{t('settings.month')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, label, hint }) => (
          <tr key={key}>
            <th scope="row">
              {label}
              <span className="small quiet">{hint}</span>
            </th>
            {CAP_PERIODS.map((period) => (
              <td key={period}>
                <InputNumber
                  aria-label={`${label} ${t(`settings.${period}`)}`}
                  value={caps[key][period]}
                  min={0}
                  max={most?.[key][period] ?? undefined}
                  precision={0}
                  placeholder={t('settings.noLimit')}
                  disabled={disabled}
                  onChange={(value) => {
                    const cap = value ?? most?.[key][period] ?? null;
                    onChange({ ...caps, [key]: { ...caps[key], [period]: cap } });
                  }}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
