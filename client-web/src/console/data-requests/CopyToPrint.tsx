import { dataRequests, EXPORT_FORMATS, type ExportFormat } from '@red-points/shared/contracts';
import { App, Button, Modal, Space } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { download, messageOf } from '../../api/index.ts';

/** The copy that was just written down: fetched to be printed, or handed over as a file. */
export function CopyToPrint({ requestId, onClose }: { requestId: string | undefined; onClose: () => void }) {
  const { t } = useTranslation(['consoleDataRequests', 'common', 'ownData']);
  const { message } = App.useApp();
  const [fetching, setFetching] = useState<ExportFormat>();
  const fetchFile = async (format: ExportFormat): Promise<void> => {
    if (requestId === undefined) return;
    setFetching(format);
    try {
      await download(dataRequests.copy, { params: { requestId }, query: { format } }, `${t('desk.copy')}.${format}`);
    } catch (error) {
      void message.warning(messageOf(error), 6);
    } finally {
      setFetching(undefined);
    }
  };
  return (
    <Modal
      open={requestId !== undefined}
      title={t('desk.copyReady')}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{t('action.close', { ns: 'common' })}</Button>}
    >
      <p className="quiet" style={{ marginBottom: 16 }}>
        {t('desk.copyReadyWhat')}
      </p>
      <Space direction="vertical" style={{ width: '100%' }}>
        {EXPORT_FORMATS.map((format, at) => (
          <Button
            key={format}
            block
            type={at === 0 ? 'primary' : 'default'}
            loading={fetching === format}
            disabled={fetching !== undefined && fetching !== format}
            onClick={() => void fetchFile(format)}
          >
            {t(`desk.format.${format}`)}
          </Button>
        ))}
      </Space>
    </Modal>
  );
}
