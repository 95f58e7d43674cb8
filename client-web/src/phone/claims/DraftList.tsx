import { type ClaimDraft, claimDrafts, rules } from '@red-points/shared/contracts';
import { Dialog, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatDate, inOneLine } from '../../components/formatters.ts';
import { Card } from '../components/Card.tsx';
import { Row } from '../components/ListSection.tsx';

/** Claims that were begun and not filed, on whichever phone; nothing where there are none. */
export function DraftList({ drafts, onOpen }: { drafts: readonly ClaimDraft[]; onOpen: (draft: ClaimDraft) => void }) {
  const { t } = useTranslation(['claimForm', 'common']);
  const list = useRead(rules.list, { query: { state: 'published' } }, { staleMs: 300_000, enabled: drafts.length > 0 });
  const remove = useChange(claimDrafts.remove, { changes: [claimDrafts.list] });
  if (drafts.length === 0) return null;
  const ask = async (draftId: string): Promise<void> => {
    const sure = await Dialog.confirm({
      content: t('draft.removeAsk'),
      confirmText: t('draft.remove'),
      cancelText: t('action.cancel', { ns: 'common' }),
    });
    if (!sure) return;
    remove.mutate({ params: { draftId } }, { onError: (error) => void Toast.show(messageOf(error)) });
  };
  return (
    <section aria-label={t('draft.title')}>
      <h2 className="small quiet" style={{ margin: '0 0 8px' }}>
        {t('draft.title')}
      </h2>
      <Card>
        {drafts.map((draft) => {
          const title = list.data?.items.find((rule) => rule.code === draft.content.ruleCode)?.terms.title;
          return (
            <div key={draft.draftId}>
              <Row
                title={title ?? t('draft.untitled')}
                below={inOneLine(
                  draft.content.description.slice(0, 20),
                  t('draft.keptUntil', { until: formatDate(draft.keptUntil) }),
                )}
                end={<span className="link">{t('draft.goOn')}</span>}
                onOpen={() => onOpen(draft)}
              />
              <button
                type="button"
                className="plain-button small quiet"
                style={{ padding: '12px 16px', minHeight: 44 }}
                onClick={() => void ask(draft.draftId)}
              >
                {t('draft.remove')}
              </button>
            </div>
          );
        })}
      </Card>
    </section>
  );
}
