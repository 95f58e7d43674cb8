import { Selector } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/index.ts';
import { useActingPerson } from '../acting.ts';
import styles from './own-data.module.css';

/** Whose data, where several people share the phone; nothing otherwise. The server says for whom one may ask. */
export function Whose({
  chosen,
  onChoose,
}: {
  chosen: string | undefined;
  onChoose: (personId: string | undefined) => void;
}) {
  const { t } = useTranslation('ownData');
  const me = useMe();
  const acting = useActingPerson();
  const standing = me.persons.filter(({ status }) => status !== 'closed');
  if (standing.length < 2) return null;
  return (
    <div className={styles.whose}>
      <Selector
        aria-label={t('whose')}
        options={standing.map(({ personId, name }) => ({ value: personId, label: name }))}
        value={[chosen ?? acting?.personId ?? '']}
        onChange={([personId]) => {
          if (personId !== undefined) onChoose(personId === acting?.personId ? undefined : personId);
        }}
      />
    </div>
  );
}
