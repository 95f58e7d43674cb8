import { type RuleLine, rules } from '@red-points/shared/contracts';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { problemWords } from '../parts/problem-words.ts';

/** Publishes every draft of the list that a colleague wrote; what one is refused for is said and stops none of the others. */
export function PublishDrafts({ lines }: { lines: readonly RuleLine[] }) {
  const { t } = useTranslation('consoleRules');
  const { message, modal } = App.useApp();
  const items = lines.flatMap(({ code, draft }) =>
    draft?.mayPublish === true ? [{ code, version: draft.version }] : [],
  );
  const publish = useChange(rules.publishMany, {
    changes: [rules.list, rules.versions],
    onDone: ({ published, items: results }) => {
      const failed = results.filter(({ done }) => !done);
      const [first] = failed;
      if (first === undefined) {
        void message.success(t('publishMany.done', { count: published }));
        return;
      }
      const why = problemWords(first.problem);
      void message.warning(t('publishMany.some', { count: published, rest: failed.length, why }), 8);
    },
  });
  if (items.length < 2) return null;
  return (
    <Button
      loading={publish.isPending}
      onClick={() =>
        modal.confirm({
          title: t('publishMany.title', { count: items.length }),
          content: t('publishMany.what'),
          okText: t('publish.verb'),
          onOk: () =>
            publish
              .mutateAsync({ body: { items } })
              .catch((error: unknown) => void message.warning(messageOf(error), 6)),
        })
      }
    >
      {t('publishMany.verb', { count: items.length })}
    </Button>
  );
}
