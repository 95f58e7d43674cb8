import { create } from 'qrcode';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Modules of quiet zone that a reader needs on each side. */
const QUIET_MODULES = 4;

export type ErrorCorrection = 'L' | 'M' | 'Q' | 'H';

interface Drawing {
  path: string;
  /** Modules along one side, without the quiet zone. */
  modules: number;
}

function drawModules(text: string, errorCorrection: ErrorCorrection): Drawing {
  const { modules } = create(text, { errorCorrectionLevel: errorCorrection });
  let path = '';
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column) === 0) continue;
      let run = 1;
      while (column + run < modules.size && modules.get(row, column + run) !== 0) run += 1;
      path += `M${column} ${row}h${run}v1h-${run}z`;
      column += run;
    }
  }
  return { path, modules: modules.size };
}

/** Always dark on white, in dark mode too: that is what readers want. */
export interface QrCodeProps {
  text: string;
  /** M for screens, Q for paper; L where few modules matter more, as on a phone held close. */
  errorCorrection?: ErrorCorrection;
  /** What the code is, for people who hear the page. */
  label?: string;
  className?: string | undefined;
}

/** A QR code as SVG that fills its container, with the four quiet modules around it. */
export function QrCode({ text, errorCorrection = 'M', label, className }: QrCodeProps) {
  const { t } = useTranslation('common');
  const { path, modules } = useMemo(() => drawModules(text, errorCorrection), [text, errorCorrection]);
  const edge = modules + 2 * QUIET_MODULES;
  return (
    <svg
      role="img"
      aria-label={label ?? t('qr.label')}
      className={className}
      width="100%"
      height="100%"
      viewBox={`${-QUIET_MODULES} ${-QUIET_MODULES} ${edge} ${edge}`}
      shapeRendering="crispEdges"
      data-qr-text={text}
    >
      <rect x={-QUIET_MODULES} y={-QUIET_MODULES} width={edge} height={edge} fill="#FFFFFF" />
      <path d={path} fill="#1F2328" />
    </svg>
  );
}
