import type { Batch } from '@red-points/shared/contracts';
import { Steps } from 'antd';
import { useTranslation } from 'react-i18next';

const STEP_OF: Record<Batch['state'] | 'new', number> = {
  new: 0,
  checking: 0,
  filed: 2,
  posting: 2,
  posted: 4,
  declined: 2,
  withdrawn: 1,
};

/** 填写名单 → 核对 → 他人确认 → 完成. */
export function BatchSteps({ state }: { state: Batch['state'] | 'new' }) {
  const { t } = useTranslation('consoleBatches');
  return (
    <Steps
      size="small"
      current={STEP_OF[state]}
      status={state === 'declined' ? 'error' : 'process'}
      style={{ width: 560 }}
      items={[
        { title: t('step.list') },
        { title: t('step.check') },
        { title: t('step.confirm') },
        { title: t('step.done') },
      ]}
    />
  );
}
