import { publicity } from '@red-points/shared/contracts';
import { PUBLICITY_CHOICES, type PublicityChoice } from '@red-points/shared/domain/publicity';
import { Radio, Space, Toast } from 'antd-mobile';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { Card } from '../../phone/components/Card.tsx';
import { ListSection } from '../../phone/components/ListSection.tsx';
import styles from './OwnChoice.module.css';

/** What one lets the public list say of oneself. */
export function OwnChoice() {
  const { t } = useTranslation('objections');
  const read = useRead(publicity.ownChoice, {});
  const change = useChange(publicity.chooseOwn, {
    changes: [publicity.ownChoice, publicity.neighbours, publicity.batches],
    onDone: ({ choice }) => Toast.show(t('choice.saved', { choice: t(`choice.${choice}`) })),
  });
  const current = read.data;
  if (current === undefined) return null;
  if (current.shownAs === 'hidden' && current.choice !== 'hidden') {
    return (
      <Card>
        <p className={`small quiet ${styles.only}`}>{t('choice.minor')}</p>
      </Card>
    );
  }
  return (
    <ListSection title={t('choice.title')}>
      <div className={styles.choices} role="radiogroup" aria-label={t('choice.title')}>
        <Radio.Group
          value={current.choice}
          disabled={change.isPending}
          onChange={(choice) =>
            change.mutate(
              { body: { choice: choice as PublicityChoice } },
              { onError: (error) => Toast.show(messageOf(error)) },
            )
          }
        >
          <Space direction="vertical" block>
            {PUBLICITY_CHOICES.toReversed().map((choice) => (
              <Radio key={choice} value={choice} block>
                {t(`choice.${choice}`)}
              </Radio>
            ))}
          </Space>
        </Radio.Group>
        <p className="small quiet">{t('choice.hint')}</p>
      </div>
    </ListSection>
  );
}
