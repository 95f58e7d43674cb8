import ScanOutlined from '@ant-design/icons-svg/es/asn/ScanOutlined';
import { cards, people } from '@red-points/shared/contracts';
import { Button, Toast } from 'antd-mobile';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, messageOf, useRead } from '../api/index.ts';
import { Icon } from '../components/icons.tsx';
import { Scanner } from '../components/Scanner.tsx';
import { Card } from '../phone/components/Card.tsx';
import { Field } from '../phone/components/Field.tsx';
import { Row } from '../phone/components/ListSection.tsx';
import { ScanFrame } from '../phone/components/ScanFrame.tsx';
import { Nothing, Trouble, Waiting } from '../phone/components/states.tsx';
import styles from './desk.module.css';

export interface FoundPerson {
  readonly personId: string;
  readonly maskedName: string;
  readonly unitName: string;
}

/** Finds somebody by their card, their whole name, or the last four digits of their phone; names stay masked. */
export function PersonFinder({ onFound }: { onFound: (person: FoundPerson) => void }) {
  const { t } = useTranslation('desk');
  const [typed, setTyped] = useState('');
  const [search, setSearch] = useState('');
  const [scanning, setScanning] = useState(false);
  const found = useRead(people.list, { query: { search, kind: 'person', limit: 20 } }, { enabled: search.length >= 2 });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setSearch(typed.trim());
  };
  const onCode = async (code: string): Promise<void> => {
    try {
      onFound(await call(cards.find, { body: { code } }));
      setScanning(false);
    } catch (error) {
      Toast.show({ content: messageOf(error), duration: 3000 });
    }
  };
  if (scanning) {
    return (
      <div className={styles.overlay}>
        <ScanFrame title={t('find.card')} onBack={() => setScanning(false)}>
          <Scanner onCode={onCode} hint={t('find.cardHint')} typing={false} />
        </ScanFrame>
      </div>
    );
  }
  return (
    <>
      <Card className={styles.find}>
        <form onSubmit={submit} className={styles.findForm}>
          <Field label={t('find.label')}>
            <input
              value={typed}
              autoComplete="off"
              enterKeyHint="search"
              placeholder={t('find.placeholder')}
              onChange={(event) => setTyped(event.target.value)}
            />
          </Field>
          <Button type="submit" disabled={typed.trim().length < 2}>
            {t('find.verb')}
          </Button>
        </form>
        <Button block onClick={() => setScanning(true)}>
          <span className={styles.withIcon}>
            <Icon of={ScanOutlined} size={18} />
            {t('find.card')}
          </span>
        </Button>
      </Card>
      {found.isFetching && found.data === undefined ? <Waiting rows={3} /> : null}
      {found.isError ? <Trouble error={found.error} onRetry={() => void found.refetch()} /> : null}
      {found.data === undefined ? null : (
        <Card>
          {found.data.items.length === 0 ? <Nothing title={t('find.none')} /> : null}
          {found.data.items.map((person) => (
            <Row
              key={person.personId}
              title={person.maskedName}
              below={`${person.unitName} · ${person.maskedPhone ?? t('find.noPhone')}`}
              end={<span className="link">{t('find.choose')}</span>}
              onOpen={() => onFound(person)}
            />
          ))}
        </Card>
      )}
    </>
  );
}
