import { consents } from '@red-points/shared/contracts';
import { Switch, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { type CallAnswer, messageOf, useChange, useMe, useRead } from '../../api/index.ts';
import { useCategories } from '../../components/categories.ts';
import { formatMoment } from '../../components/formatters.ts';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import styles from '../pages/MePage.module.css';

type Child = CallAnswer<typeof consents.ofOwn>['items'][number];

/** What a guardian agrees to for the children whose phone this is, too; nothing for everybody else, and nothing while a child is acting. */
export function OwnChildren() {
  const me = useMe();
  const read = useRead(consents.ofOwn, {}, { enabled: me.persons.length > 1 });
  return (
    <>
      {read.data?.items.map((child) => (
        <ChildConsents key={child.personId} child={child} />
      ))}
    </>
  );
}

function ChildConsents({ child: { personId, name, items } }: { child: Child }) {
  const { t } = useTranslation('residentAccounts');
  const { nameOf } = useCategories();
  const give = useChange(consents.giveOwn, {
    changes: [consents.ofOwn],
    onDone: () => Toast.show(t('children.saved')),
  });
  return (
    <ListSection title={t('children.title', { name })}>
      {items.map(({ category, given, at }) => (
        <Row
          key={category}
          title={nameOf(category)}
          below={
            at === null
              ? t('children.none')
              : t(given ? 'children.given' : 'children.takenBack', { moment: formatMoment(at) })
          }
          end={
            <Switch
              aria-label={t('children.of', { name, category: nameOf(category) })}
              checked={given}
              loading={give.isPending && give.variables.params.category === category}
              onChange={(wanted) =>
                give.mutate(
                  { params: { personId, category }, body: { given: wanted } },
                  { onError: (error) => Toast.show(messageOf(error)) },
                )
              }
            />
          }
        />
      ))}
      <p className={`small quiet ${styles.hint}`}>{t('children.hint')}</p>
    </ListSection>
  );
}
