import DeleteOutlined from '@ant-design/icons-svg/es/asn/DeleteOutlined';
import DownloadOutlined from '@ant-design/icons-svg/es/asn/DownloadOutlined';
import EditOutlined from '@ant-design/icons-svg/es/asn/EditOutlined';
import { type ExportFormat, type OwnDataRequest, ownData } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { ActionSheet, Button, Dialog, DotLoading, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, messageOf, useChange, useRead } from '../../api/index.ts';
import { serverNowMs } from '../../components/clock.ts';
import { formatDay, formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';
import { ListSection, Round, Row } from '../../phone/components/ListSection.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Shown } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { ChangeList } from '../own-data/ChangeList.tsx';
import styles from '../own-data/own-data.module.css';
import { Whose } from '../own-data/Whose.tsx';

const TONES: Record<OwnDataRequest['state'], TagTone> = {
  asked: 'warning',
  first_approved: 'warning',
  confirmed: 'warning',
  done: 'success',
  refused: 'danger',
  withdrawn: 'plain',
};

/** 我的资料: what one may ask about one's own data, and what became of it. */
export function OwnDataPage() {
  const { t } = useTranslation('ownData');
  const back = useBack();
  const navigate = useNavigate();
  const [personId, setPersonId] = useState<string>();
  const read = useRead(ownData.overview, { query: { personId } }, { staleMs: 0 });
  return (
    <PhonePage title={t('title')} onBack={back}>
      <Whose chosen={personId} onChoose={setPersonId} />
      <Shown of={read} rows={4}>
        {(data) => (
          <>
            {data.requests.length === 0 ? null : (
              <ListSection title={t('requests')}>
                {data.requests.map((request) => (
                  <RequestRow key={request.requestId} request={request} />
                ))}
              </ListSection>
            )}
            <ListSection title={t('pageOf', { name: data.name })}>
              <DownloadRow personId={personId} />
              <Row
                mark={
                  <Round>
                    <Icon of={EditOutlined} size={16} />
                  </Round>
                }
                title={t('correct')}
                below={t('correctHint')}
                onOpen={() => void navigate({ to: '/own-data/correct', search: { person: personId } })}
              />
              <Row
                mark={
                  <Round>
                    <Icon of={DeleteOutlined} size={16} />
                  </Round>
                }
                title={t('erase')}
                below={t('eraseHint')}
                onOpen={() => void navigate({ to: '/own-data/erase', search: { person: personId } })}
              />
            </ListSection>
          </>
        )}
      </Shown>
    </PhonePage>
  );
}

/** One file of everything: asked which of the two, then handed to the browser. */
function DownloadRow({ personId }: { personId: string | undefined }) {
  const { t } = useTranslation(['ownData', 'common']);
  const [choosing, setChoosing] = useState(false);
  const [busy, setBusy] = useState(false);
  const fetchFile = async (format: ExportFormat): Promise<void> => {
    setChoosing(false);
    setBusy(true);
    try {
      await download(ownData.export, { query: { personId, format } }, `${t('title')}.${format}`);
      Toast.show(t('downloaded'));
    } catch (error) {
      Toast.show(messageOf(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <Row
        mark={
          <Round>
            <Icon of={DownloadOutlined} size={16} />
          </Round>
        }
        title={t('download')}
        below={t('downloadHint')}
        end={busy ? <DotLoading /> : undefined}
        onOpen={() => {
          if (!busy) setChoosing(true);
        }}
      />
      <ActionSheet
        visible={choosing}
        onClose={() => setChoosing(false)}
        cancelText={t('action.cancel', { ns: 'common' })}
        actions={[
          { key: 'xlsx', text: t('sheet'), onClick: () => void fetchFile('xlsx') },
          { key: 'zip', text: t('zip'), onClick: () => void fetchFile('zip') },
          { key: 'json', text: t('json'), onClick: () => void fetchFile('json') },
        ]}
      />
    </>
  );
}

function RequestRow({ request }: { request: OwnDataRequest }) {
  const { t } = useTranslation('ownData');
  const takeBack = useChange(ownData.takeBack, {
    changes: [ownData.overview],
    onDone: () => Toast.show(t('takenBack')),
  });
  const ask = async (): Promise<void> => {
    const sure = await Dialog.confirm({ content: t('takeBackAsk'), confirmText: t('takeBack'), cancelText: t('keep') });
    if (sure) {
      takeBack.mutate(
        { params: { requestId: request.requestId } },
        { onError: (error) => Toast.show(messageOf(error)) },
      );
    }
  };
  return (
    <div>
      <Row
        title={t(`kind.${request.kind}`)}
        below={t(`channel.${request.channel}`)}
        end={<Tag tone={TONES[request.state]}>{t(`state.${request.state}`)}</Tag>}
        endBelow={formatShortMoment(request.filedAt)}
      />
      <div className={styles.standing}>
        <ChangeList changes={request.changes} />
        <p className="quiet">{standingWords(request, t)}</p>
        {request.mayTakeBack ? (
          <Button block loading={takeBack.isPending} onClick={() => void ask()}>
            {t('takeBack')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

type Words = ReturnType<typeof useTranslation<'ownData'>>['t'];

/** What happens next, or what the office answered. */
function standingWords({ state, coolsUntil, dueAt, officeName, answer }: OwnDataRequest, t: Words): string | null {
  const office = officeName;
  if (state === 'refused') return answer === null ? null : t('answer', { office, answer });
  if (state === 'confirmed') return t('carriedOut');
  if (state !== 'asked' && state !== 'first_approved') return null;
  const cools = coolsUntil !== null && Date.parse(coolsUntil) > serverNowMs();
  const lastDay = (end: string): string => formatDay(new Date(Date.parse(end) - 1).toISOString());
  return cools ? t('coolsUntil', { day: lastDay(coolsUntil), office }) : t('waits', { day: lastDay(dueAt), office });
}
