import { type PersonLine, people, reports } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { inClauses } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import { problemWords } from '../parts/problem-words.ts';

/** As many as one request takes. */
const AT_ONCE_MAX = 200;

/** Verifies those on the page who wait for it, after whoever does it says that the list was checked. */
export function VerifyMany({ lines }: { lines: readonly PersonLine[] }) {
  const { t } = useTranslation('consolePeople');
  const { message, modal } = App.useApp();
  const may = useMay();
  const waiting = lines.filter(({ status }) => status === 'unverified').slice(0, AT_ONCE_MAX);
  const verify = useChange(people.verifyMany, {
    changes: [people.list, people.get, reports.tasks],
    onDone: ({ items }) => {
      const refused = items.flatMap((item) => item.refused ?? []);
      const count = items.length - refused.length;
      if (refused.length === 0) void message.success(t('verifyMany.done', { count }));
      else
        void message.warning(
          t('verifyMany.some', {
            count,
            refused: refused.length,
            why: inClauses(...[...new Set(refused)].map((code) => problemWords(code))),
          }),
          8,
        );
    },
  });
  if (!may('people.verify') || waiting.length === 0) return null;
  const ask = (): void => {
    void modal.confirm({
      title: t('verifyMany.title', { count: waiting.length }),
      content: t('verifyMany.what'),
      okText: t('verifyMany.verb', { count: waiting.length }),
      onOk: () =>
        verify
          .mutateAsync({ body: { personIds: waiting.map(({ personId }) => personId) } })
          .catch((error: unknown) => void message.error(messageOf(error))),
    });
  };
  return (
    <Button loading={verify.isPending} onClick={ask}>
      {t('verifyMany.verb', { count: waiting.length })}
    </Button>
  );
}
