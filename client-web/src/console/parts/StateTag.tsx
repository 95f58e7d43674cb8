import CheckCircleOutlined from '@ant-design/icons-svg/es/asn/CheckCircleOutlined';
import ClockCircleOutlined from '@ant-design/icons-svg/es/asn/ClockCircleOutlined';
import ExclamationCircleOutlined from '@ant-design/icons-svg/es/asn/ExclamationCircleOutlined';
import type { ReactNode } from 'react';
import { Icon } from '../../components/icons.tsx';
import { Tag, type TagTone } from '../../components/Tag.tsx';

const SIGNS: Partial<Record<TagTone, typeof CheckCircleOutlined>> = {
  success: CheckCircleOutlined,
  warning: ClockCircleOutlined,
  danger: ExclamationCircleOutlined,
};

/** A state in words with a sign: done, waiting, in trouble. Colour is never the only difference. */
export function StateTag({ tone, children }: { tone: TagTone; children: ReactNode }) {
  const sign = SIGNS[tone];
  return (
    <Tag tone={tone}>
      {sign === undefined ? null : <Icon of={sign} />}
      {children}
    </Tag>
  );
}
