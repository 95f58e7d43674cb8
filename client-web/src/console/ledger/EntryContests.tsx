import QuestionCircleOutlined from '@ant-design/icons-svg/es/asn/QuestionCircleOutlined';
import { type Contest, contests, people, reports, type Transaction } from '@red-points/shared/contracts';
import { App, Button, Form, Input, Radio } from 'antd';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useMoneyMutation, useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { useMay } from '../../features/use-may.ts';
import { MoneyDialog } from '../components/MoneyDialog.tsx';
import { ReasonDialog } from '../components/ReasonDialog.tsx';
import { StateTag } from '../parts/StateTag.tsx';
import styles from './EntryDrawer.module.css';

const CHANGES = [contests.ofEntry, contests.list, reports.tasks];
const TONES = { open: 'warning', answered: 'success', withdrawn: 'plain' } as const;

/** Doubts about one entry, for its drawer. */
export function useContests(entryId: string | undefined): readonly Contest[] {
  const may = useMay();
  const enabled = entryId !== undefined && may('contests.read');
  return useRead(contests.ofEntry, { params: { entryId: entryId ?? '' } }, { enabled }).data?.items ?? [];
}

/** What residents doubt about the entry, and the answers; whoever has no part in it answers here. */
export function EntryContests({ items }: { items: readonly Contest[] }) {
  const { t } = useTranslation('contests');
  if (items.length === 0) return null;
  return (
    <section className={styles['part']}>
      <h3>{t('section')}</h3>
      <ul>
        {items.map((item) => (
          <li key={item.contestId} className={styles['correction']}>
            <p className={styles['other']}>
              <StateTag tone={TONES[item.state]}>
                {t(item.outcome === null ? `state.${item.state}` : `outcome.${item.outcome}`)}
              </StateTag>
            </p>
            <p>{item.reason}</p>
            <p className="small quiet">{`${filedWords(item, t)} · ${formatMoment(item.filedAt)}`}</p>
            {item.answer === null ? null : <p>{item.answer}</p>}
            {item.answeredByName === null || item.answeredAt === null ? null : (
              <p className="small quiet">
                {`${t('answeredBy', { name: item.answeredByName })} · ${formatMoment(item.answeredAt)}`}
              </p>
            )}
            <Answer item={item} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function filedWords({ filedByName, maskedName }: Contest, t: TFunction<'contests'>): string {
  return filedByName === maskedName
    ? t('filedBy', { name: maskedName })
    : t('filedFor', { name: maskedName, officer: filedByName });
}

function Answer({ item }: { item: Contest }) {
  const { t } = useTranslation('contests');
  const may = useMay();
  const [open, setOpen] = useState(false);
  if (item.state !== 'open') return null;
  if (!item.mayAnswer) return may('contests.answer') ? <p className="small quiet">{t('notYours')}</p> : null;
  return (
    <p className={styles['actions']}>
      <Button type="primary" onClick={() => setOpen(true)}>
        {t('answer')}
      </Button>
      <AnswerDialog item={item} open={open} onClose={() => setOpen(false)} />
    </p>
  );
}

function AnswerDialog({ item, open, onClose }: { item: Contest; open: boolean; onClose: () => void }) {
  const { t } = useTranslation('contests');
  return (
    <MoneyDialog
      endpoint={contests.answer}
      params={{ contestId: item.contestId }}
      open={open}
      onClose={onClose}
      title={t('answerTitle', { name: item.maskedName })}
      verb={t('answer')}
      explanation={
        <>
          <p>{item.reason}</p>
          <p>{t('answerFirst')}</p>
        </>
      }
      done={t('answered')}
      changes={[...CHANGES, people.get]}
      initialValues={{ outcome: 'stands' }}
    >
      {(required) => (
        <>
          <Form.Item name="outcome">
            <Radio.Group
              options={[
                { value: 'stands', label: t('answerStands') },
                { value: 'corrected', label: t('answerCorrected') },
              ]}
            />
          </Form.Item>
          <Form.Item name="answer" label={t('answerLabel')} rules={[required]}>
            <Input.TextArea rows={3} maxLength={300} showCount placeholder={t('answerHint')} />
          </Form.Item>
        </>
      )}
    </MoneyDialog>
  );
}

/** Writes a resident's doubt down for them; a colleague answers. */
export function FileContest({ entry, waiting }: { entry: Transaction; waiting: boolean }) {
  const { t } = useTranslation('contests');
  const { message } = App.useApp();
  const may = useMay();
  const [asking, setAsking] = useState(false);
  const file = useMoneyMutation(contests.file, {
    changes: CHANGES,
    onDone: () => {
      setAsking(false);
      void message.success(t('fileForDone'));
    },
  });
  if (waiting || !may('contests.file')) return null;
  return (
    <>
      <Button icon={<Icon of={QuestionCircleOutlined} />} onClick={() => setAsking(true)}>
        {t('fileFor')}
      </Button>
      <ReasonDialog
        open={asking}
        title={t('fileForTitle', { title: entry.title })}
        explanation={t('fileForWhat')}
        verb={t('send')}
        busy={file.sending}
        error={file.error === null ? undefined : messageOf(file.error)}
        onGive={(reason) => file.start({ params: { entryId: entry.entryId }, body: { reason } })}
        onCancel={() => setAsking(false)}
      />
    </>
  );
}
