import { type RuleTerms, ruleSets, rules } from '@red-points/shared/contracts';
import { App, DatePicker, Modal, Table } from 'antd';
import dayjs, { type Dayjs } from 'dayjs';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { businessDate } from '../../components/formatters.ts';
import { CategoryTag } from '../../components/Tag.tsx';
import { useRuleWords } from '../../features/rules/words.ts';
import styles from './StarterDialog.module.css';

interface Clause {
  code: string;
  terms: RuleTerms;
  exists: boolean;
}

/** 启用参考标准: the starter catalogue, drafted by one act; a colleague publishes it. */
export function StarterDialog({ unitId, open, onClose }: { unitId: string; open: boolean; onClose: () => void }) {
  const { t } = useTranslation(['consoleRules', 'common']);
  const { message } = App.useApp();
  const words = useRuleWords();
  const [from, setFrom] = useState<Dayjs>(() => dayjs(businessDate()));
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const read = useRead(ruleSets.starter, {}, { enabled: open });
  const clauses: readonly Clause[] = read.data?.items ?? [];
  const chosen = clauses.filter(({ code, exists }) => !exists && !left.has(code)).map(({ code }) => code);
  const load = useChange(ruleSets.loadStarter, {
    changes: [rules.list, ruleSets.starter],
    onDone: ({ drafted }) => {
      void message.success(t('starter.done', { count: drafted.length }));
      onClose();
    },
  });
  const start = (): void => {
    const body = { unitId, validFrom: from.format('YYYY-MM-DD'), codes: chosen };
    load.mutate({ body }, { onError: (error) => void message.warning(messageOf(error), 6) });
  };
  return (
    <Modal
      open={open}
      title={t('starter.title')}
      width={760}
      okText={t('starter.chosen', { count: chosen.length })}
      okButtonProps={{ disabled: chosen.length === 0 }}
      cancelText={t('action.cancel', { ns: 'common' })}
      confirmLoading={load.isPending}
      onOk={start}
      onCancel={onClose}
    >
      <p>{t('starter.what', { count: clauses.length })}</p>
      <div className={styles.from}>
        <span>{t('starter.from')}</span>
        <DatePicker
          value={from}
          onChange={(day) => setFrom(day ?? dayjs(businessDate()))}
          allowClear={false}
          aria-label={t('starter.from')}
        />
      </div>
      {read.error === null ? null : <p role="alert">{messageOf(read.error)}</p>}
      <Table<Clause>
        dataSource={[...clauses]}
        loading={read.isPending}
        rowKey="code"
        size="small"
        pagination={false}
        scroll={{ y: 360 }}
        rowSelection={{
          selectedRowKeys: chosen,
          onChange: (keys) => setLeft(new Set(clauses.map(({ code }) => code).filter((code) => !keys.includes(code)))),
          getCheckboxProps: ({ exists }) => ({ disabled: exists }),
        }}
        columns={[
          { key: 'code', title: t('column.code'), width: 80, render: (_, { code }) => <b>{code}</b> },
          {
            key: 'title',
            title: t('column.title'),
            render: (_, { terms, exists }) => (
              <>
                {terms.title} {exists ? <span className="small quiet">{t('starter.exists')}</span> : null}
              </>
            ),
          },
          {
            key: 'category',
            title: t('column.category'),
            width: 110,
            render: (_, { terms }) => <CategoryTag category={terms.category} />,
          },
          { key: 'earns', title: t('column.earns'), width: 180, render: (_, { terms }) => words.earns(terms) },
        ]}
      />
    </Modal>
  );
}
