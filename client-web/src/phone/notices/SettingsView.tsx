import { notifications } from '@red-points/shared/contracts';
import { Switch, Toast } from 'antd-mobile';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { Card } from '../components/Card.tsx';
import { Chips } from '../components/Chips.tsx';
import { Row } from '../components/ListSection.tsx';
import { PhonePage } from '../components/PhonePage.tsx';
import { Shown } from '../components/states.tsx';
import { useBack } from '../use-back.ts';

/** 消息设置: which channels may be used. `children` follows below. */
export function SettingsView({ shopId, children }: { shopId?: string; children?: ReactNode }) {
  const { t } = useTranslation('notices');
  const back = useBack();
  const query = shopId === undefined ? {} : { shopId };
  const settings = useRead(notifications.settings, { query });
  const change = useChange(notifications.changeSettings, {
    changes: [notifications.settings],
    onDone: () => Toast.show(t('saved')),
  });
  const save = (body: { inApp?: boolean; sms?: boolean; language?: 'zh' | 'en' }): void =>
    change.mutate({ query, body }, { onError: (error) => Toast.show(messageOf(error)) });
  return (
    <PhonePage title={t('settings')} onBack={back}>
      <Shown of={settings} rows={3}>
        {({ inApp, sms, language }) => (
          <Card>
            <Row
              title={t('inApp')}
              below={t('inAppHint')}
              end={<Switch checked={inApp} aria-label={t('inApp')} onChange={(on) => save({ inApp: on })} />}
            />
            {shopId === undefined ? (
              <Row
                title={t('sms')}
                below={t(sms === null ? 'smsNone' : 'smsHint')}
                end={
                  sms === null ? undefined : (
                    <Switch checked={sms} aria-label={t('sms')} onChange={(on) => save({ sms: on })} />
                  )
                }
              />
            ) : null}
            {sms === true ? (
              <Row
                title={t('language')}
                wide
                end={
                  <Chips<'zh' | 'en'>
                    wrap
                    chips={[
                      { key: 'zh', label: t('languageZh') },
                      { key: 'en', label: t('languageEn') },
                    ]}
                    chosen={language}
                    onChoose={(chosen) => save({ language: chosen })}
                  />
                }
              />
            ) : null}
          </Card>
        )}
      </Shown>
      {children}
    </PhonePage>
  );
}
