import { displays } from '@red-points/shared/contracts';
import { Alert, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { messageOf, useChange } from '../../api/index.ts';
import { formatDay, formatTimeSeconds } from '../../components/formatters.ts';

/** Where a picture of a check-in code that goes round was taken. */
export function TraceCode({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation('consoleDisplays');
  const [code, setCode] = useState('');
  const trace = useChange(displays.trace);
  const found = trace.data;
  const close = (): void => {
    trace.reset();
    setCode('');
    onClose();
  };
  return (
    <Modal
      open={open}
      title={t('tracing.title')}
      okText={t('tracing.verb')}
      okButtonProps={{ disabled: code.trim() === '', loading: trace.isPending }}
      onOk={() => trace.mutate({ body: { code: code.trim() } })}
      onCancel={close}
      destroyOnHidden
    >
      <p className="quiet" style={{ marginBottom: 12 }}>
        {t('tracing.what')}
      </p>
      <Input.TextArea
        autoFocus
        rows={2}
        maxLength={300}
        value={code}
        aria-label={t('tracing.code')}
        placeholder={t('tracing.code')}
        onChange={(event) => setCode(event.target.value)}
      />
      {trace.error === null ? null : (
        <Alert type="warning" showIcon title={messageOf(trace.error)} style={{ marginTop: 12 }} />
      )}
      {found === undefined ? null : (
        <Alert
          type="info"
          showIcon
          style={{ marginTop: 12 }}
          title={t('tracing.shown', {
            name: found.display.name,
            moment: `${formatDay(found.shownAt)} ${formatTimeSeconds(found.shownAt)}`,
          })}
          description={
            <>
              {found.activity === null ? null : <div>{t('tracing.for', { title: found.activity.title })}</div>}
              <div>{t('tracing.owner', { name: found.display.registeredByName, unit: found.display.unitName })}</div>
            </>
          }
        />
      )}
    </Modal>
  );
}
