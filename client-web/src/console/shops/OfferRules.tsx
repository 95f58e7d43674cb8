import { LIMIT_PERIODS, OFFER_PAYERS } from '@red-points/shared/contracts';
import { OFFER_AGE_YEARS_MAX } from '@red-points/shared/domain/offers';
import { Form, InputNumber, Segmented, Select, TreeSelect } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from '../rules/DraftRule.module.css';
import { useUnit } from '../unit.tsx';

const full = { width: '100%' } as const;

/** What a voucher takes off the bill at the till. */
export function VoucherFields() {
  const { t } = useTranslation('consoleShops');
  const form = Form.useWatch<'fixed' | 'percent' | undefined>('voucherForm', { preserve: true });
  return (
    <>
      <Form.Item name="voucherForm" label={t('offer.voucherForm')} className={styles.wide ?? ''}>
        <Segmented
          options={(['fixed', 'percent'] as const).map((value) => ({ value, label: t(`voucherForm.${value}`) }))}
        />
      </Form.Item>
      {form === 'percent' ? (
        <>
          <Form.Item name="percentOff" label={t('offer.percentOff')} extra={t('offer.percentHint')}>
            <InputNumber min={1} max={100} precision={0} suffix="%" style={full} />
          </Form.Item>
          <Form.Item name="worthMaxYuan" label={t('offer.worthMax')} extra={t('offer.emptyNone')}>
            <InputNumber min={0.01} precision={2} suffix={t('yuanUnit')} style={full} />
          </Form.Item>
        </>
      ) : (
        <Form.Item name="worthYuan" label={t('offer.worth')}>
          <InputNumber min={0.01} precision={2} suffix={t('yuanUnit')} style={full} />
        </Form.Item>
      )}
      <Form.Item name="billMinYuan" label={t('offer.billMin')} extra={t('offer.billMinHint')}>
        <InputNumber min={0} precision={2} suffix={t('yuanUnit')} style={full} />
      </Form.Item>
    </>
  );
}

/** Who pays the shop, and how much for one. */
export function PayerFields() {
  const { t } = useTranslation('consoleShops');
  const payer = Form.useWatch<string | undefined>('payer', { preserve: true });
  return (
    <>
      <Form.Item name="payer" label={t('offer.payer')}>
        <Select options={OFFER_PAYERS.map((value) => ({ value, label: t(`payer.${value}`) }))} />
      </Form.Item>
      {payer === 'shop' ? (
        <p className="small quiet" style={{ alignSelf: 'center' }}>
          {t('offer.shopGives')}
        </p>
      ) : (
        <Form.Item
          name="settlementYuan"
          label={t('offer.settlement')}
          extra={t('offer.settlementHint')}
          rules={[{ required: true, message: t('offer.settlementNeeded') }]}
        >
          <InputNumber min={0} precision={2} suffix={t('yuanUnit')} style={full} />
        </Form.Item>
      )}
    </>
  );
}

/** How many may be redeemed, and by whom. */
export function LimitFields() {
  const { t } = useTranslation('consoleShops');
  const { units } = useUnit();
  const every = Form.useWatch<string | null | undefined>('every', { preserve: true });
  const tree = units.map(({ id, name, parentId }) => ({
    id,
    value: id,
    title: name,
    pId: units.some((unit) => unit.id === parentId) ? parentId : null,
  }));
  return (
    <>
      <Form.Item name="perPersonMax" label={t('offer.perPerson')} extra={t('offer.emptyNone')}>
        <InputNumber min={1} max={1000} precision={0} style={full} />
      </Form.Item>
      <Form.Item name="every" label={t('offer.every')} extra={t('offer.emptyNone')}>
        <Select
          allowClear
          placeholder={t('offer.everyNone')}
          options={LIMIT_PERIODS.map((value) => ({ value, label: t(`every.${value}`) }))}
        />
      </Form.Item>
      {every == null ? null : (
        <>
          <Form.Item name="periodPersonMax" label={t('offer.periodPerson')} extra={t('offer.emptyNone')}>
            <InputNumber min={1} precision={0} style={full} />
          </Form.Item>
          <Form.Item name="periodTotalMax" label={t('offer.periodTotal')} extra={t('offer.emptyNone')}>
            <InputNumber min={1} precision={0} style={full} />
          </Form.Item>
        </>
      )}
      <Form.Item label={t('offer.age')} extra={t('offer.ageHint')}>
        <div className={styles.pair ?? ''}>
          <AgeField name="ageMin" label={t('offer.ageFrom')} />
          <AgeField name="ageMax" label={t('offer.ageTo')} />
        </div>
      </Form.Item>
      <Form.Item name="forUnits" label={t('offer.forUnits')} extra={t('offer.forUnitsHint')}>
        <TreeSelect
          multiple
          allowClear
          treeData={tree}
          treeDataSimpleMode
          showSearch={{ treeNodeFilterProp: 'title' }}
          placeholder={t('offer.forAll')}
          style={full}
        />
      </Form.Item>
    </>
  );
}

function AgeField({ name, label }: { name: 'ageMin' | 'ageMax'; label: string }) {
  const { t } = useTranslation('consoleShops');
  return (
    <Form.Item name={name} noStyle>
      <InputNumber
        min={1}
        max={OFFER_AGE_YEARS_MAX}
        precision={0}
        prefix={label}
        suffix={t('offer.ageYears')}
        aria-label={`${t('offer.age')} ${label}`}
        style={full}
      />
    </Form.Item>
  );
}
