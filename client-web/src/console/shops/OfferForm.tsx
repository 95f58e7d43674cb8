import { OFFER_CATEGORIES, OFFER_KINDS, type Offer, offers, shops } from '@red-points/shared/contracts';
import { Alert, Button, DatePicker, Drawer, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import styles from '../rules/DraftRule.module.css';
import { OfferPictureUpload } from './OfferPictureUpload.tsx';
import { LimitFields, PayerFields, VoucherFields } from './OfferRules.tsx';
import { bodyOfValues, startValues } from './offer-values.ts';

const PICTURES = ['meal', 'soup', 'bottle', 'rice', 'haircut', 'home_help', 'voucher', 'book'] as const;

export interface OfferFormProps {
  shopId: string;
  /** A new offer, or the one to change; closed when undefined. */
  from: Offer | 'new' | undefined;
  onClose: () => void;
}

/** What a shop gives for points, to whom, and what is paid to the shop for it. */
export function OfferForm({ shopId, from, onClose }: OfferFormProps) {
  const { t } = useTranslation(['consoleShops', 'common', 'domain']);
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const kind = Form.useWatch<Offer['kind'] | undefined>('kind', form);
  const changes = [offers.list, offers.listOfShop, shops.get];
  const create = useChange(offers.create, { changes, onDone: onClose });
  const change = useChange(offers.change, { changes, onDone: onClose });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(offers.create),
    toBody: bodyOfValues,
    onValid: (body) => {
      setTrouble(undefined);
      const onError = (error: unknown): void => setTrouble(showProblem(error));
      if (from === 'new' || from === undefined) {
        create.mutate({ params: { shopId }, body }, { onError });
        return;
      }
      const { stock: _stock, ...terms } = body;
      change.mutate({ params: { offerId: from.offerId }, body: { ...terms, version: from.version } }, { onError });
    },
  });
  useEffect(() => {
    if (from === undefined) return;
    setTrouble(undefined);
    form.resetFields();
    form.setFieldsValue(startValues(from));
  }, [from, form]);
  const fresh = from === 'new';
  return (
    <Drawer
      open={from !== undefined}
      onClose={onClose}
      size={600}
      title={t(fresh ? 'offers.add' : 'offers.changeTitle')}
      footer={
        <div className={styles.foot}>
          <span className="small quiet">{t('offers.keep')}</span>
          <Button onClick={onClose}>{t('action.cancel', { ns: 'common' })}</Button>
          <Button type="primary" loading={create.isPending || change.isPending} onClick={() => form.submit()}>
            {t('action.save', { ns: 'common' })}
          </Button>
        </div>
      }
    >
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps} className={styles.form ?? ''}>
        <Form.Item name="title" label={t('offer.title')} rules={[required]} className={styles.wide ?? ''}>
          <Input maxLength={50} />
        </Form.Item>
        <Form.Item name="kind" label={t('offer.kind')}>
          <Segmented options={OFFER_KINDS.map((value) => ({ value, label: t(`offerKind.${value}`) }))} />
        </Form.Item>
        <Form.Item name="category" label={t('offer.category')}>
          <Select
            options={OFFER_CATEGORIES.map((value) => ({ value, label: t(`offerCategory.${value}`, { ns: 'domain' }) }))}
          />
        </Form.Item>
        <Form.Item name="picture" label={t('offer.picture')}>
          <Select options={PICTURES.map((value) => ({ value, label: t(`picture.${value}`) }))} />
        </Form.Item>
        <Form.Item name="pictureId" label={t('offer.photo')} extra={t('offer.photoHint')}>
          <OfferPictureUpload shopId={shopId} />
        </Form.Item>
        {kind === 'voucher' ? <VoucherFields /> : null}
        <Form.Item name="points" label={t('offer.points')} rules={[required]}>
          <InputNumber min={1} precision={0} suffix={t('unit.points', { ns: 'common' })} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="remainderYuan" label={t('offer.remainder')} extra={t('offer.remainderHint')}>
          <InputNumber min={0} precision={2} suffix={t('yuanUnit')} style={{ width: '100%' }} />
        </Form.Item>
        <PayerFields />
        <Form.Item name="stock" label={t('offer.stock')} extra={t(fresh ? 'offer.stockHint' : 'offer.stockElsewhere')}>
          <InputNumber min={0} precision={0} disabled={!fresh} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="active" label={t('offer.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
        <LimitFields />
        <Form.Item name="validFrom" label={t('offer.validFrom')} rules={[required]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="validUntil" label={t('offer.validUntil')} extra={t('offer.emptyNone')}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="description" label={t('offer.description')} className={styles.wide ?? ''}>
          <Input.TextArea rows={2} maxLength={300} showCount />
        </Form.Item>
      </Form>
    </Drawer>
  );
}
