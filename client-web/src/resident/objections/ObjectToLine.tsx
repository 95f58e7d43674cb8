import { objections, publicity, reports } from '@red-points/shared/contracts';
import { useNavigate } from '@tanstack/react-router';
import { Button, Toast } from 'antd-mobile';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ItemOf, messageOf, useMoneyMutation } from '../../api/index.ts';
import { SheetFoot } from '../../phone/components/Sheet.tsx';
import { ReasonForm } from '../ReasonForm.tsx';

export interface ObjectToLineProps {
  line: ItemOf<typeof publicity.neighbours>;
  /** Whether objections are taken still. */
  isOpen: boolean;
  onDone: () => void;
}

/** At the foot of an opened line: a way to object, or why there is none. */
export function ObjectToLine({ line, isOpen, onDone }: ObjectToLineProps) {
  const { t } = useTranslation('objections');
  const navigate = useNavigate();
  const [writing, setWriting] = useState(false);
  if (line.objectedByMe) {
    return (
      <SheetFoot>
        <Button color="primary" block onClick={() => void navigate({ to: '/objections' })}>
          {t('menu.objections')}
        </Button>
      </SheetFoot>
    );
  }
  if (!isOpen || line.state === 'posted' || line.state === 'refused') {
    return <p className="quiet">{t('closed')}</p>;
  }
  if (writing) return <Words creditId={line.creditId} onDone={onDone} />;
  return (
    <SheetFoot>
      <Button color="primary" block onClick={() => setWriting(true)}>
        {t('object')}
      </Button>
    </SheetFoot>
  );
}

function Words({ creditId, onDone }: { creditId: string; onDone: () => void }) {
  const { t } = useTranslation('objections');
  const [refused, setRefused] = useState<string>();
  const file = useMoneyMutation(objections.fileOwn, {
    changes: [publicity.neighbours, publicity.batches, objections.listOwn, objections.concerning, reports.tasks],
    onDone: () => {
      Toast.show({ icon: 'success', content: t('sent') });
      onDone();
    },
    onRefused: (error) => setRefused(messageOf(error)),
  });
  const send = (reason: string): void => {
    setRefused(undefined);
    file.start({ body: { creditId, reason } });
  };
  const words = { lead: t('reasonLabel'), placeholder: t('reasonHint'), tooShort: t('tooShort'), send: t('send') };
  return <ReasonForm words={words} rows={4} sending={file.sending} refused={refused} onSend={send} />;
}
