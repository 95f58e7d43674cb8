import UploadOutlined from '@ant-design/icons-svg/es/asn/UploadOutlined';
import { type BatchItemInput, batches, batchHeadSchema, reports } from '@red-points/shared/contracts';
import {
  BATCH_ITEMS_MAX,
  BATCH_KINDS,
  BATCH_PROVENANCES,
  type BatchKind,
  type BatchProvenance,
  type ListedItem,
  parseList,
} from '@red-points/shared/domain/batches';
import { Alert, Button, Form, type FormProps, Input, Segmented, Select, Upload } from 'antd';
import { useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMoneyMutation } from '../../api/index.ts';
import { businessDate, formatNumber } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { RuleSelect } from '../activities/PlanActivity.tsx';
import { useContractForm } from '../components/contract-form.ts';
import { useUnit } from '../unit.tsx';
import { ListPreview } from './ListPreview.tsx';
import styles from './NewBatch.module.css';

interface Values {
  title?: string;
  kind?: BatchKind;
  ruleCode?: string;
  provenance?: BatchProvenance;
  reason?: string;
}

/** Writes a list down and files it: checked line by line, posted only once another person has confirmed it. */
export function NewBatch({ onFiled }: { onFiled: (batchId: string) => void }) {
  const { t } = useTranslation(['consoleBatches', 'domain', 'common']);
  const { unit, unitId } = useUnit();
  const [form] = Form.useForm();
  const [text, setText] = useState('');
  const [trouble, setTrouble] = useState<string>();
  const kind = (Form.useWatch('kind', form) as BatchKind | undefined) ?? 'rule';
  const listed = useListed(text, kind);
  const file = useMoneyMutation(batches.file, {
    changes: [batches.list, reports.tasks],
    onDone: (batch) => onFiled(batch.batchId),
    onRefused: (error) => setTrouble(showProblem(error)),
  });
  const { formProps, showProblem } = useContractForm({
    form,
    schema: batchHeadSchema,
    toBody: (values: Values) => ({ ...values, unitId, ruleCode: values.kind === 'rule' ? values.ruleCode : undefined }),
    onValid: (head) => {
      setTrouble(undefined);
      // What could not be read of a row is sent as it was written: the server names it beside the row.
      const items = listed.items as unknown as BatchItemInput[];
      file.start({ body: { ...head, items } });
    },
  });
  const tooMany = listed.items.length > BATCH_ITEMS_MAX;
  const ready = listed.items.length > 0 && !tooMany && unit?.kind === 'community';
  return (
    <div className={styles.grid}>
      <section className={`card ${styles.list}`}>
        <h2>{t('new.list')}</h2>
        {unit?.kind === 'community' ? null : <Alert type="info" showIcon title={t('new.chooseCommunity')} />}
        <Input.TextArea
          className={styles.paste ?? ''}
          value={text}
          onChange={(event) => setText(event.target.value)}
          rows={10}
          aria-label={t('new.paste')}
          placeholder={t(kind === 'rule' ? 'new.placeholderRule' : 'new.placeholderCorrection')}
        />
        <div className={styles.tools}>
          <FromFile onText={setText} />
          <span className="small quiet">{t('new.columns')}</span>
          <span>
            <b>{t('new.count', { count: listed.items.length })}</b>
          </span>
        </div>
        {tooMany ? (
          <Alert type="warning" showIcon title={t('new.tooMany', { max: formatNumber(BATCH_ITEMS_MAX) })} />
        ) : null}
        <ListPreview items={listed.items} kind={kind} />
      </section>
      <section className={`card ${styles.head}`}>
        <h2>{t('new.head')}</h2>
        {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
        {file.outcomeUnknown ? (
          <Button onClick={file.askAgain} style={{ marginBottom: 16 }}>
            {t('askAgain')}
          </Button>
        ) : null}
        <Head form={formProps} kind={kind} unitId={unitId} />
        <Button
          type="primary"
          size="large"
          block
          disabled={!ready}
          loading={file.sending}
          onClick={() => form.submit()}
        >
          {t('new.file', { count: listed.items.length })}
        </Button>
        <p className={`small quiet ${styles.hint}`}>{t('new.next')}</p>
      </section>
    </div>
  );
}

/** Rows of the text; a rule prices its own points, so that a points column counts in corrections alone. */
function useListed(text: string, kind: BatchKind): { items: readonly ListedItem[] } {
  const deferred = useDeferredValue(text);
  return useMemo(() => {
    const { items } = parseList(deferred, businessDate());
    return { items: kind === 'correction' ? items : items.map(({ points: _points, ...item }) => item) };
  }, [deferred, kind]);
}

function FromFile({ onText }: { onText: (text: string) => void }) {
  const { t } = useTranslation('consoleBatches');
  return (
    <Upload
      accept=".csv,.tsv,.txt"
      showUploadList={false}
      beforeUpload={(file) => {
        void file.text().then(onText);
        return Upload.LIST_IGNORE;
      }}
    >
      <Button icon={<Icon of={UploadOutlined} />}>{t('new.fromFile')}</Button>
    </Upload>
  );
}

interface HeadProps {
  form: FormProps;
  kind: BatchKind;
  unitId: string;
}

function Head({ form, kind, unitId }: HeadProps) {
  const { t } = useTranslation(['consoleBatches', 'console', 'domain']);
  const may = useMay();
  const required = { required: true, message: t('form.required', { ns: 'console' }) };
  const kinds = BATCH_KINDS.filter((each) => each === 'rule' || may('batches.correct'));
  return (
    <Form {...form} initialValues={{ kind: 'rule', provenance: 'witnessed', reason: '' }}>
      <Form.Item name="kind" label={t('field.kind')} extra={t(`kindHint.${kind}`)}>
        <Segmented block options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
      </Form.Item>
      <Form.Item name="title" label={t('field.title')} rules={[required]} extra={t('field.titleHint')}>
        <Input maxLength={50} />
      </Form.Item>
      {kind === 'rule' ? (
        <>
          <Form.Item name="ruleCode" label={t('field.rule')} rules={[required]}>
            <RuleSelect category={undefined} unitId={unitId} />
          </Form.Item>
          <Form.Item name="provenance" label={t('field.provenance')}>
            <Select
              options={BATCH_PROVENANCES.map((value) => ({
                value,
                label: t(`provenance.${value}`, { ns: 'domain' }),
              }))}
            />
          </Form.Item>
        </>
      ) : null}
      <Form.Item name="reason" label={t('field.reason')} rules={[required]}>
        <Input.TextArea rows={3} maxLength={300} showCount placeholder={t(`reasonHint.${kind}`)} />
      </Form.Item>
    </Form>
  );
}
