import { useNavigate } from '@tanstack/react-router';
import { Dialog } from 'antd-mobile';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf } from '../api/index.ts';
import { PhoneGate } from '../phone/components/PhoneGate.tsx';
import { useDelivery } from './pending-scan.ts';

/** The sign-in gate of residents; behind it a scan that waits on the phone goes out by itself. */
export function ResidentGate() {
  useToldDelivery();
  return <PhoneGate />;
}

/** Says what came of a kept scan, wherever the person is by then. */
function useToldDelivery(): void {
  const { t } = useTranslation('resident');
  const navigate = useNavigate();
  const { attendance, refused, pending } = useDelivery();
  const title = pending?.delivered?.title;
  useEffect(() => {
    if (title === undefined) return;
    const content = `${t('checkIn.deliveredFresh', { title })}${t('checkIn.askNow')}`;
    void Dialog.confirm({ content, confirmText: t('checkIn.answer') }).then((look) => {
      if (look) void navigate({ to: '/check-in', search: {} });
    });
  }, [title, navigate, t]);
  useEffect(() => {
    if (attendance === undefined || title !== undefined) return;
    const content = t(attendance.word === 'wanted' ? 'checkIn.delivered' : 'checkIn.deliveredFresh', {
      title: attendance.activityTitle,
    });
    void Dialog.confirm({ content, confirmText: t('checkIn.records') }).then((look) => {
      if (look) void navigate({ to: '/attendances' });
    });
  }, [attendance, title, navigate, t]);
  useEffect(() => {
    if (refused !== undefined) void Dialog.alert({ content: messageOf(refused) });
  }, [refused]);
}
