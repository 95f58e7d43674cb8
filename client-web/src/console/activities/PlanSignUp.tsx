import { type Activity, orgUnits } from '@red-points/shared/contracts';
import { DatePicker, Form, InputNumber, TreeSelect } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { businessDate, formatTime, instantOf } from '../../components/formatters.ts';
import styles from '../rules/DraftRule.module.css';

/** What the picker shows is a time in China, wherever the browser is. */
export const toInstant = (picked: Dayjs | null | undefined): string | undefined =>
  picked === null || picked === undefined ? undefined : instantOf(picked.format('YYYY-MM-DD'), picked.format('HH:mm'));
export const fromInstant = (instant: string): Dayjs => dayjs(`${businessDate(instant)}T${formatTime(instant)}`);

export interface SignUpValues {
  window?: [Dayjs | null, Dayjs | null] | null;
  waitingMax?: number | null;
  sharedWith?: string[];
}

export function signUpBody({ window, waitingMax, sharedWith }: SignUpValues) {
  return {
    signUpFrom: toInstant(window?.[0]) ?? null,
    signUpUntil: toInstant(window?.[1]) ?? null,
    waitingMax: waitingMax ?? 0,
    sharedWith: sharedWith ?? [],
  };
}

export function signUpValues({ signUpFrom, signUpUntil, waitingMax, sharedWith }: Activity): SignUpValues {
  return {
    window: [
      signUpFrom === null ? null : fromInstant(signUpFrom),
      signUpUntil === null ? null : fromInstant(signUpUntil),
    ],
    waitingMax,
    sharedWith,
  };
}

/** The fields of a plan that say who may sign up, when, and how many may wait. */
export function PlanSignUp() {
  const { t } = useTranslation(['consoleActivityLife', 'common']);
  const units = useRead(orgUnits.list, { query: {} });
  const items = (units.data?.items ?? []).filter(({ kind }) => kind !== 'grid');
  return (
    <>
      <Form.Item name="window" label={t('field.window')} extra={t('field.windowHint')} className={styles['wide'] ?? ''}>
        <DatePicker.RangePicker
          allowEmpty={[true, true]}
          showTime={{ format: 'HH:mm', minuteStep: 5 }}
          format="YYYY-MM-DD HH:mm"
          placeholder={[t('field.windowFrom'), t('field.windowUntil')]}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name="waitingMax" label={t('field.waitingMax')} extra={t('field.waitingHint')}>
        <InputNumber
          min={0}
          max={1000}
          precision={0}
          suffix={t('unit.people', { ns: 'common' })}
          style={{ width: '100%' }}
        />
      </Form.Item>
      <Form.Item name="sharedWith" label={t('field.sharedWith')} extra={t('field.sharedHint')}>
        <TreeSelect
          multiple
          allowClear
          treeDataSimpleMode
          treeData={items.map(({ id, name, kind, parentId }) => ({
            id,
            pId: parentId,
            value: id,
            title: name,
            disabled: kind !== 'community' && kind !== 'street',
          }))}
          loading={units.isPending}
          treeDefaultExpandAll
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('field.sharedPlaceholder')}
          style={{ width: '100%' }}
        />
      </Form.Item>
    </>
  );
}
