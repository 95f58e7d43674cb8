import DownOutlined from '@ant-design/icons-svg/es/asn/DownOutlined';
import { Button, Dropdown } from 'antd';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/icons.tsx';

/** One step that is wanted now and then: it either does something on this page or opens another one beside it. */
export type MoreStep = {
  key: string;
  label: string;
  /** It ends or takes something away: it stands last, apart from the others. */
  danger?: boolean;
} & ({ onChoose: () => void } | { href: string });

export interface MoreStepsProps {
  /** In the order in which they are read; what is not possible now is `false`. */
  steps: readonly (MoreStep | false)[];
}

/** The steps behind 更多, so that the one or two that come next stand alone. A single one is a button of its own, none is nothing. */
export function MoreSteps({ steps }: MoreStepsProps) {
  const { t } = useTranslation('common');
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const possible = steps.filter((step) => step !== false);
  const [only] = possible;
  if (only === undefined) return null;
  if (possible.length === 1) return <OneStep step={only} />;
  const calm = possible.filter((step) => step.danger !== true);
  const dangers = possible.filter((step) => step.danger === true);
  const itemOf = (step: MoreStep) => ({ key: step.key, label: step.label, danger: step.danger === true });
  /**
   * Back at the button, and on from there. Not before the key that was pressed is done: it would press whatever has the focus by
   * then, and close the dialog that it opens. A dialog gives the focus back to what had it, which must not be gone with the menu.
   */
  const leave = (then?: () => void): void => {
    window.setTimeout(() => {
      button.current?.focus();
      then?.();
    });
  };
  const change = (next: boolean, { source }: { source: 'trigger' | 'menu' }): void => {
    if (!next && source === 'trigger' && document.activeElement?.closest('[role="menu"]')) leave();
    setOpen(next);
  };
  const choose = (key: string): void => {
    const chosen = possible.find((step) => step.key === key);
    if (chosen === undefined) return;
    leave(() => {
      if ('href' in chosen) window.open(chosen.href, '_blank', 'noopener');
      else chosen.onChoose();
    });
  };
  return (
    <Dropdown
      trigger={['click']}
      autoFocus
      open={open}
      onOpenChange={change}
      menu={{
        items: [
          ...calm.map(itemOf),
          ...(calm.length > 0 && dangers.length > 0 ? [{ type: 'divider' as const }] : []),
          ...dangers.map(itemOf),
        ],
        onClick: ({ key }) => choose(key),
      }}
    >
      <Button ref={button} aria-haspopup="menu" aria-expanded={open}>
        {t('action.more')}
        <Icon of={DownOutlined} size={12} />
      </Button>
    </Dropdown>
  );
}

function OneStep({ step }: { step: MoreStep }) {
  const danger = step.danger === true;
  return 'href' in step ? (
    <Button danger={danger} href={step.href} target="_blank">
      {step.label}
    </Button>
  ) : (
    <Button danger={danger} onClick={step.onChoose}>
      {step.label}
    </Button>
  );
}
