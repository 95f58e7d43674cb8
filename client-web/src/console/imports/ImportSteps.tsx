import type { Import } from '@red-points/shared/contracts';
import { Steps } from 'antd';
import { useTranslation } from 'react-i18next';

const STEP_OF: Record<Import['state'], number> = {
  reading: 0,
  previewed: 1,
  proposed: 2,
  posting: 2,
  posted: 4,
  undoing: 4,
  undone: 4,
  failed: 0,
  withdrawn: 1,
};

/** 上传文件 → 核对预览 → 他人确认 → 完成. */
export function ImportSteps({ state }: { state: Import['state'] }) {
  const { t } = useTranslation('consoleImports');
  return (
    <Steps
      size="small"
      current={STEP_OF[state]}
      status={state === 'failed' ? 'error' : 'process'}
      style={{ width: 560 }}
      items={[
        { title: t('step.upload') },
        { title: t('step.check') },
        { title: t('step.confirm') },
        { title: t('step.done') },
      ]}
    />
  );
}
