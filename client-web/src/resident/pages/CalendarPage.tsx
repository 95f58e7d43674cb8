import { calendars } from '@red-points/shared/contracts';
import { Button, Dialog, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useRead } from '../../api/index.ts';
import { formatMoment } from '../../components/formatters.ts';
import { Banner } from '../../phone/components/Banner.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';

const PADDED = { padding: 16 };

/** 我的日历: a private address by which the phone's own calendar follows what one signed up for. */
export function CalendarPage() {
  const { t } = useTranslation(['residentTeams', 'common']);
  const back = useBack();
  const [url, setUrl] = useState<string>();
  const feed = useRead(calendars.ownFeed, {}, { staleMs: 0 });
  const changes = [calendars.ownFeed];
  const onError = (error: unknown): void => void Toast.show({ content: messageOf(error), duration: 3000 });
  const make = useChange(calendars.makeFeed, { changes, onDone: (made) => setUrl(made.url) });
  const drop = useChange(calendars.dropFeed, {
    changes,
    onDone: () => {
      setUrl(undefined);
      Toast.show(t('calendar.dropped'));
    },
  });
  const ask = async (): Promise<void> => {
    if (await Dialog.confirm({ content: t('calendar.dropAsk'), confirmText: t('calendar.drop') })) {
      drop.mutate({}, { onError });
    }
  };
  return (
    <PhonePage title={t('calendar.title')} onBack={back}>
      <p className="quiet">{t('calendar.what')}</p>
      <Shown of={feed} rows={2}>
        {({ madeAt }) => (
          <>
            <Card>
              <p style={PADDED}>
                {madeAt === null ? t('calendar.none') : t('calendar.since', { moment: formatMoment(madeAt) })}
              </p>
            </Card>
            {url === undefined ? null : <Address url={url} />}
            <Button
              color={url === undefined ? 'primary' : 'default'}
              block
              loading={make.isPending}
              onClick={() => make.mutate({}, { onError })}
            >
              {t(madeAt === null ? 'calendar.make' : 'calendar.again')}
            </Button>
            {madeAt === null ? null : (
              <Button block loading={drop.isPending} onClick={() => void ask()}>
                {t('calendar.drop')}
              </Button>
            )}
          </>
        )}
      </Shown>
      <p className="small quiet">{t('calendar.how')}</p>
    </PhonePage>
  );
}

function Address({ url }: { url: string }) {
  const { t } = useTranslation('residentTeams');
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(url);
    Toast.show(t('calendar.copied'));
  };
  return (
    <>
      <Banner>{t('calendar.address')}</Banner>
      <Card>
        <p style={{ ...PADDED, overflowWrap: 'anywhere' }}>{url}</p>
      </Card>
      <Button color="primary" block onClick={() => void copy()}>
        {t('calendar.copy')}
      </Button>
    </>
  );
}
