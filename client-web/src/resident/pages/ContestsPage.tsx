import QuestionCircleOutlined from '@ant-design/icons-svg/es/asn/QuestionCircleOutlined';
import { contests, type OwnContest } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Dialog } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange, useList } from '../../api/index.ts';
import { formatShortMoment } from '../../components/formatters.ts';
import { Icon } from '../../components/icons.tsx';
import { Points } from '../../components/Points.tsx';
import { Tag } from '../../components/Tag.tsx';
import { Card } from '../../phone/components/Card.tsx';
import { Round, Row } from '../../phone/components/ListSection.tsx';
import { MoreButton } from '../../phone/components/MoreButton.tsx';
import { PhonePage } from '../../phone/components/PhonePage.tsx';
import { Sheet, SheetFoot } from '../../phone/components/Sheet.tsx';
import { Nothing, Trouble, Waiting } from '../../phone/components/states.tsx';
import { useBack } from '../../phone/use-back.ts';
import { ContestAnswer } from '../contests/ContestAnswer.tsx';
import { signedPoints } from '../statement-lines.ts';

const TONES = { open: 'warning', answered: 'success', withdrawn: 'plain' } as const;

/** 我的疑问: what this person asked about entries, newest first, with the answers. */
export function ContestsPage() {
  const { t } = useTranslation('contests');
  const back = useBack();
  const navigate = useNavigate();
  const [openId, setOpenId] = useState<string>();
  const list = useList(contests.listOwn, { query: { limit: 20 } }, { staleMs: 0 });
  const open = list.items.find(({ contestId }) => contestId === openId);
  return (
    <PhonePage title={t('menu')} onBack={back}>
      {list.isPending ? <Waiting rows={5} /> : null}
      {list.isError && list.items.length === 0 ? (
        <Trouble error={list.error} onRetry={() => void list.refetch()} />
      ) : null}
      {list.isSuccess && list.items.length === 0 ? (
        <Nothing title={t('none')}>
          <span className="small">{t('noneHint')}</span>
          <Button onClick={() => void navigate({ to: '/statement', search: {} })}>{t('toStatement')}</Button>
        </Nothing>
      ) : null}
      {list.items.length === 0 ? null : (
        <Card>
          {list.items.map((contest) => (
            <Row
              key={contest.contestId}
              mark={
                <Round tone={contest.state === 'open' ? 'warning' : 'plain'}>
                  <Icon of={QuestionCircleOutlined} size={16} />
                </Round>
              }
              title={contest.entry.title}
              below={contest.reason}
              end={<Tag tone={TONES[contest.state]}>{t(`state.${contest.state}`)}</Tag>}
              endBelow={formatShortMoment(contest.answeredAt ?? contest.filedAt)}
              onOpen={() => setOpenId(contest.contestId)}
            />
          ))}
          <MoreButton list={list} />
        </Card>
      )}
      <Sheet
        open={open !== undefined}
        title={open?.entry.title}
        figure={open === undefined ? undefined : <Points value={signedPoints(open.entry)} tone="signed" figure />}
        onClose={() => setOpenId(undefined)}
      >
        {open === undefined ? null : <Opened contest={open} onClose={() => setOpenId(undefined)} />}
      </Sheet>
    </PhonePage>
  );
}

function Opened({ contest, onClose }: { contest: OwnContest; onClose: () => void }) {
  const { t } = useTranslation('contests');
  const navigate = useNavigate();
  const withdraw = useChange(contests.withdraw, { changes: [contests.listOwn], onDone: onClose });
  const ask = async (): Promise<void> => {
    const sure = await Dialog.confirm({ content: t('withdrawAsk'), confirmText: t('withdraw'), cancelText: t('keep') });
    if (sure) withdraw.mutate({ params: { contestId: contest.contestId } });
  };
  const [correcting] = contest.correctingEntryIds;
  return (
    <>
      <ContestAnswer contest={contest} />
      {withdraw.error === null ? null : (
        <p role="alert" className="small">
          {messageOf(withdraw.error)}
        </p>
      )}
      <SheetFoot>
        {correcting === undefined ? null : (
          <Button
            color="primary"
            block
            onClick={() => void navigate({ to: '/statement', search: { entry: correcting } })}
          >
            {t('correctedBy')}
          </Button>
        )}
        {contest.state === 'open' ? (
          <Button block loading={withdraw.isPending} onClick={() => void ask()}>
            {t('withdraw')}
          </Button>
        ) : null}
      </SheetFoot>
    </>
  );
}
