import { notifications } from '@red-points/shared/contracts';
import { useTranslation } from 'react-i18next';
import { useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { ListSection, Row } from '../../phone/components/ListSection.tsx';
import { SettingsView } from '../../phone/notices/SettingsView.tsx';

/** 消息设置, and in a demo the text messages that a phone would have got. */
export function MessageSettingsPage() {
  return (
    <SettingsView>
      <TrialMessages />
    </SettingsView>
  );
}

function TrialMessages() {
  const { t } = useTranslation('notices');
  // Refused everywhere but in a demo: then there is nothing to show.
  const sent = useRead(notifications.demoSent, {}, { staleMs: 0 });
  if (sent.data === undefined) return null;
  return (
    <ListSection title={t('trial')}>
      {sent.data.items.length === 0 ? <Row title={<span className="quiet">{t('trialNone')}</span>} /> : null}
      {sent.data.items.map(({ text, sentAt }) => (
        <Row key={`${sentAt}${text}`} title={<span className="small">{text}</span>} below={formatMoment(sentAt)} />
      ))}
      <Row title={<span className="small quiet">{t('trialHint')}</span>} />
    </ListSection>
  );
}
