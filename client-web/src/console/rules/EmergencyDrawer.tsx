import { type EmergencyEffect, type EmergencyState, ruleSets, rules } from '@red-points/shared/contracts';
import { Alert, App, Button, DatePicker, Drawer, Form, Input, Select, Skeleton } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChange, useRead } from '../../api/index.ts';
import { businessDate, formatDate, formatMoment, withLabel } from '../../components/formatters.ts';
import { Tag } from '../../components/Tag.tsx';
import { useRuleWords } from '../../features/rules/words.ts';
import { useMay } from '../../features/use-may.ts';
import { useContractForm } from '../components/contract-form.ts';
import { Trouble } from '../components/Trouble.tsx';
import { bodyOf } from '../parts/body-of.ts';
import styles from './EmergencyDrawer.module.css';
import { DifferenceTable } from './VersionDifference.tsx';

/** 平战切换: whether the emergency set is in, what it changes, who decided when, and the switch itself. */
export function EmergencyDrawer({ unitId, open, onClose }: { unitId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleRules');
  const may = useMay();
  const read = useRead(ruleSets.emergency, { params: { unitId } }, { enabled: open && unitId !== '' });
  const state = read.data;
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={680}
      title={t('emergency.title', { unit: state?.unitName ?? '' })}
      aria-label={t('emergency.verb')}
    >
      {read.error !== null ? <Trouble error={read.error} onRetry={() => void read.refetch()} /> : null}
      {state === undefined ? (
        read.error === null ? (
          <Skeleton active />
        ) : null
      ) : (
        <div className={styles.body}>
          <Now state={state} />
          <Effects state={state} />
          {may('rules.switch') ? <Switch state={state} /> : null}
          <Log state={state} />
        </div>
      )}
    </Drawer>
  );
}

function Now({ state }: { state: EmergencyState }) {
  const { t } = useTranslation('consoleRules');
  const { on, coming } = state;
  return (
    <section className={styles.now} data-on={on !== null}>
      <b>{on === null ? t('emergency.off') : t('emergency.on', { date: formatDate(on.since) })}</b>
      {on === null ? null : (
        <span className="small">
          {t('emergency.by', { units: on.byUnits.map(({ unitName }) => unitName).join(t('comma')) })}
        </span>
      )}
      {coming === null ? null : (
        <span className="small">
          {t('emergency.coming', { date: formatDate(coming.from), turn: t(`emergency.turn.${coming.turn}`) })}
        </span>
      )}
    </section>
  );
}

const EFFECT_TONES = { added: 'success', replaced: 'slate', suspended: 'warning' } as const;

function Effects({ state }: { state: EmergencyState }) {
  const { t } = useTranslation('consoleRules');
  return (
    <section>
      <h3>{t(state.on === null ? 'emergency.effects' : 'emergency.effectsOn')}</h3>
      {state.effects.length === 0 ? <p className="quiet">{t('emergency.noEffects')}</p> : null}
      <ul className={styles.effects}>
        {state.effects.map((effect) => (
          <Effect key={effect.code} effect={effect} />
        ))}
      </ul>
    </section>
  );
}

function Effect({ effect }: { effect: EmergencyEffect }) {
  const { t } = useTranslation('consoleRules');
  const words = useRuleWords();
  const shown = effect.emergency ?? effect.ordinary;
  return (
    <li>
      <div>
        <Tag tone={EFFECT_TONES[effect.effect]}>{t(`emergency.effect.${effect.effect}`)}</Tag>
        <b>{`${effect.code} ${shown?.terms.title ?? ''}`}</b>
        {shown === null || shown === undefined ? null : <span className="small quiet">{words.earns(shown.terms)}</span>}
      </div>
      {effect.difference === null ? null : <DifferenceTable difference={effect.difference} />}
    </li>
  );
}

interface Values {
  from?: Dayjs | null;
  reason?: string;
  documentNumber?: string;
  suspendedCodes?: string[];
}

function Switch({ state }: { state: EmergencyState }) {
  const { t } = useTranslation(['consoleRules', 'common']);
  const { message, modal } = App.useApp();
  const [form] = Form.useForm();
  const [trouble, setTrouble] = useState<string>();
  // Whoever has switched in may switch out; a switch that is already decided for later can be decided anew.
  const turn = state.own === 'in' ? 'out' : 'in';
  const scheme = useRead(rules.list, { query: { unitId: state.unitId, state: 'published', ruleSet: 'ordinary' } });
  const change = useChange(ruleSets.switchEmergency, {
    changes: [ruleSets.emergency, rules.list, rules.versions],
    onDone: () => {
      void message.success(t('emergency.done'));
      form.resetFields();
    },
  });
  const { formProps, showProblem, required } = useContractForm({
    form,
    schema: bodyOf(ruleSets.switchEmergency),
    toBody: ({ from, ...values }: Values): unknown => ({ ...values, turn, from: from?.format('YYYY-MM-DD') }),
    onValid: (body) => {
      setTrouble(undefined);
      modal.confirm({
        title: t('emergency.confirmTitle', { turn: t(`emergency.turn.${turn}`) }),
        content: t('emergency.keep'),
        okText: t('emergency.confirm'),
        onOk: () =>
          change
            .mutateAsync({ params: { unitId: state.unitId }, body })
            .catch((error: unknown) => setTrouble(showProblem(error))),
      });
    },
  });
  useEffect(() => form.setFieldsValue({ from: dayjs(businessDate()), documentNumber: '' }), [form]);
  return (
    <section className={styles.switch}>
      <h3>{t(`emergency.turn.${turn}`)}</h3>
      {trouble === undefined ? null : <Alert type="warning" showIcon title={trouble} style={{ marginBottom: 16 }} />}
      <Form {...formProps}>
        <div className={styles.pair}>
          <Form.Item name="from" label={t('emergency.from')} rules={[required]}>
            <DatePicker disabledDate={(day) => day.format('YYYY-MM-DD') < businessDate()} style={{ width: '100%' }} />
          </Form.Item>
          <Form.Item name="documentNumber" label={t('emergency.document')}>
            <Input maxLength={60} />
          </Form.Item>
        </div>
        <Form.Item name="reason" label={t('emergency.reason')} rules={[required]}>
          <Input maxLength={300} />
        </Form.Item>
        {turn === 'in' ? (
          <Form.Item name="suspendedCodes" label={t('emergency.suspend')} extra={t('emergency.suspendHint')}>
            <Select
              mode="multiple"
              allowClear
              options={(scheme.data?.items ?? []).map(({ code, terms }) => ({
                value: code,
                label: `${code} ${terms.title}`,
              }))}
              optionFilterProp="label"
            />
          </Form.Item>
        ) : null}
        <p className="small quiet">{t('emergency.keep')}</p>
        <Button
          type={turn === 'in' ? 'default' : 'primary'}
          danger={turn === 'in'}
          loading={change.isPending}
          onClick={() => form.submit()}
        >
          {t(`emergency.turn.${turn}`)}
        </Button>
      </Form>
    </section>
  );
}

function Log({ state }: { state: EmergencyState }) {
  const { t } = useTranslation('consoleRules');
  return (
    <section>
      <h3>{t('emergency.log')}</h3>
      {state.decisions.length === 0 ? <p className="quiet">{t('emergency.noLog')}</p> : null}
      <ol className={styles.log}>
        {state.decisions.map((decision) => (
          <li key={`${decision.decidedAt}.${decision.turn}`}>
            <b>{`${formatDate(decision.from)} ${t(`emergency.turn.${decision.turn}`)}`}</b>
            <span>{[decision.reason, decision.documentNumber].filter((part) => part !== '').join(t('comma'))}</span>
            {decision.suspendedCodes.length === 0 ? null : (
              <span className="small">{withLabel(t('emergency.suspend'), decision.suspendedCodes.join(' '))}</span>
            )}
            <span className="small quiet">
              {t('emergency.who', { name: decision.decidedByName, moment: formatMoment(decision.decidedAt) })}
            </span>
          </li>
        ))}
      </ol>
    </section>
  );
}
