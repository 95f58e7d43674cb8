import { OFFER_KINDS, type Offer, offers, shops } from '@red-points/shared/contracts';
import { Alert, Button, DatePicker, Drawer, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange } from '../../api/index.ts';
import { businessDate, instantOf } from '../../components/formatters.ts';
import { useContractForm } from '../components/contract-form.ts';
import { bodyOf } from '../parts/body-of.ts';
import styles from '../rules/DraftRule.module.css';

const PICTURES = ['meal', 'soup', 'bottle', 'rice', 'haircut', 'home_help', 'voucher', 'book'] as const;

interface Values {
  title?: string;
  kind?: Offer['kind'];
  description?: string;
  picture?: string;
  points?: number;
  remainderYuan?: number | null;
  settlementYuan?: number | null;
  stock?: number | null;
  perPersonMax?: number | null;
  validFrom?: Dayjs | null;
  validUntil?: Dayjs | null;
  active?: boolean;
}

const toFen = (yuan: number | null | undefined): number => Math.round((yuan ?? 0) * 100);

function toBody({ remainderYuan, settlementYuan, validFrom, validUntil, ...values }: Values): unknown {
  return {
    ...values,
    stock: values.stock ?? null,
    perPersonMax: values.perPersonMax ?? null,
    remainderFen: toFen(remainderYuan),
    settlementFen: settlementYuan === null || settlementYuan === undefined ? undefined : toFen(settlementYuan),
    validFrom: validFrom == null ? undefined : instantOf(validFrom.format('YYYY-MM-DD'), '00:00'),
    validUntil: validUntil == null ? null : instantOf(validUntil.format('YYYY-MM-DD'), '23:59'),
  };
}

function startValues(from: Offer | 'new'): Values {
  if (from === 'new')
    return {
      kind: 'goods',
      picture: 'voucher',
      description: '',
      remainderYuan: 0,
      active: true,
      validFrom: dayjs(businessDate()),
    };
  return {
    title: from.title,
    kind: from.kind,
    description: from.description,
    picture: from.picture,
    points: from.points,
    remainderYuan: from.remainderFen / 100,
    settlementYuan: from.settlementFen / 100,
    stock: from.stock,
    perPersonMax: from.perPersonMax,
    validFrom: dayjs(businessDate(from.validFrom)),
    validUntil: from.validUntil === null ? null : dayjs(businessDate(from.validUntil)),
    active: from.active,
  };
}

export interface OfferFormProps {
  shopId: string;
  /** A new offer, or the one to change; closed when undefined. */
  from: Offer | 'new' | undefined;
  onClose: () => void;
}

/** What a shop gives for points, and what the community pays the shop for it. */
export function OfferForm({ shopId, from, onClose }: OfferFormProps) {
  const { t } = useTranslation(['consoleShops', 'common']);
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  const changes = [offers.list, offers.listOfShop, shops.get];
  const create = useChange(offers.create, { changes, onDone: onClose });
  const change = useChange(offers.change, { changes, onDone: onClose });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(offers.create),
    toBody,
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
      size={560}
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
        <Form.Item name="picture" label={t('offer.picture')}>
          <Select options={PICTURES.map((value) => ({ value, label: t(`picture.${value}`) }))} />
        </Form.Item>
        <Form.Item name="points" label={t('offer.points')} rules={[required]}>
          <InputNumber min={1} precision={0} suffix={t('unit.points', { ns: 'common' })} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="remainderYuan" label={t('offer.remainder')} extra={t('offer.remainderHint')}>
          <InputNumber min={0} precision={2} suffix={t('yuanUnit')} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item
          name="settlementYuan"
          label={t('offer.settlement')}
          extra={t('offer.settlementHint')}
          rules={[required]}
        >
          <InputNumber min={0} precision={2} suffix={t('yuanUnit')} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="stock" label={t('offer.stock')} extra={t(fresh ? 'offer.stockHint' : 'offer.stockElsewhere')}>
          <InputNumber min={0} precision={0} disabled={!fresh} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="perPersonMax" label={t('offer.perPerson')} extra={t('offer.emptyNone')}>
          <InputNumber min={1} max={1000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="active" label={t('offer.active')} valuePropName="checked">
          <Switch />
        </Form.Item>
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
