import { consents, publicity } from '@red-points/shared/contracts';
import { PUBLICITY_CHOICES, type PublicityChoice } from '@red-points/shared/domain/publicity';
import { App, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { formatMoment } from '../../components/formatters.ts';
import { useMay } from '../../features/use-may.ts';
import styles from './PersonDrawer.module.css';

/** How public lists show somebody, as they chose on paper; shown to who may write it down. */
export function PublicityOf({ personId }: { personId: string }) {
  const { t } = useTranslation(['consolePeople', 'objections']);
  const { message } = App.useApp();
  const may = useMay();
  const enabled = may('publicity.choose');
  const read = useRead(publicity.choiceOf, { params: { personId } }, { enabled });
  const choose = useChange(publicity.chooseFor, {
    changes: [publicity.choiceOf, publicity.staffBatches],
    onDone: ({ choice }) =>
      void message.success(t('objections:choice.saved', { choice: t(`objections:choice.${choice}`) })),
  });
  if (!enabled || read.data === undefined) return null;
  const { choice, shownAs } = read.data;
  const isChild = shownAs === 'hidden' && choice !== 'hidden';
  return (
    <>
      <dt id="publicity-of">{t('choices.publicity')}</dt>
      <dd>
        {isChild ? (
          t('objections:choice.minor')
        ) : (
          <Select
            aria-labelledby="publicity-of"
            value={choice}
            loading={choose.isPending}
            style={{ width: 240, maxWidth: '100%' }}
            onChange={(next: PublicityChoice) =>
              choose.mutate(
                { params: { personId }, body: { choice: next } },
                { onError: (error) => void message.warning(messageOf(error), 6) },
              )
            }
            options={PUBLICITY_CHOICES.toReversed().map((value) => ({ value, label: t(`choices.${value}`) }))}
          />
        )}
        <div className="small quiet">{t('choices.onPaper')}</div>
      </dd>
    </>
  );
}

/** What the guardian of somebody from 14 to 17 signed, by kind of activity; nothing for everybody else. */
export function GuardianConsents({ personId }: { personId: string }) {
  const { t } = useTranslation('consolePeople');
  const { message } = App.useApp();
  const { nameOf } = useCategories();
  const may = useMay();
  const read = useRead(consents.of, { params: { personId } });
  const record = useChange(consents.record, {
    changes: [consents.of],
    onDone: () => void message.success(t('consents.done')),
  });
  if (read.data === undefined || !read.data.asked) return null;
  return (
    <>
      <dt>{t('consents.title')}</dt>
      <dd>
        <ul className={styles['consents']} aria-label={t('consents.title')}>
          {read.data.items.map(({ category, given, byName, at }) => (
            <li key={category}>
              <Switch
                aria-label={t('consents.of', { category: nameOf(category) })}
                checked={given}
                disabled={!may('consents.record')}
                loading={record.isPending}
                onChange={(wanted) =>
                  record.mutate(
                    { params: { personId, category }, body: { given: wanted } },
                    { onError: (error) => void message.warning(messageOf(error), 6) },
                  )
                }
              />
              <span>{nameOf(category)}</span>
              <span className="small quiet">
                {byName === null || at === null
                  ? t('consents.none')
                  : t(given ? 'consents.given' : 'consents.takenBack', { name: byName, moment: formatMoment(at) })}
              </span>
            </li>
          ))}
        </ul>
        <div className="small quiet">{t('consents.what')}</div>
      </dd>
    </>
  );
}
