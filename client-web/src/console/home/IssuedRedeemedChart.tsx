import type { Overview } from '@red-points/shared/contracts';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReducedMotion } from '../../components/clock.ts';
import { formatDate, formatNumber } from '../../components/formatters.ts';
import { currentLanguage } from '../../i18n/index.ts';
import { useThemeMode } from '../../theme/mode.ts';
import { colours, fontFamily } from '../../theme/tokens.ts';
import { EChart } from '../parts/EChart.tsx';

/** Two lines with their names at the end: no legend to look up. */
export function IssuedRedeemedChart({ weeks }: { weeks: Overview['weeks'] }) {
  const { t } = useTranslation(['consoleHome', 'common']);
  const mode = useThemeMode();
  const still = useReducedMotion();
  const last = weeks[weeks.length - 1];
  const unit = t('unit.points', { ns: 'common' });
  const option = useMemo(() => {
    const c = colours[mode];
    const most = Math.max(1, ...weeks.flatMap((week) => [week.issued, week.redeemed]));
    // Labels that would lie on each other are moved apart, the higher line's up.
    const near = last !== undefined && Math.abs(last.issued - last.redeemed) / most < 0.08;
    const apart = near ? ((last?.issued ?? 0) >= (last?.redeemed ?? 0) ? -9 : 9) : 0;
    const line = (name: string, color: string, values: number[], filled: boolean) => ({
      name,
      type: 'line',
      data: values,
      showSymbol: false,
      symbol: 'circle',
      symbolSize: 7,
      lineStyle: { color, width: 2 },
      itemStyle: { color },
      ...(filled ? { areaStyle: { color: c.brandTint, opacity: 0.7 } } : {}),
      endLabel: {
        show: true,
        formatter: (point: { value: unknown }) => `${name} ${formatNumber(Number(point.value))} ${unit}`,
        color,
        fontWeight: 600,
        fontSize: 12,
        fontFamily,
        distance: 8,
        offset: [0, filled ? apart : -apart],
      },
    });
    const label = { color: c.quiet, fontFamily, fontSize: 12 };
    return {
      animation: !still,
      animationDuration: 180,
      aria: { enabled: true },
      grid: { left: 0, right: currentLanguage() === 'zh' ? 104 : 124, top: 12, bottom: 4, containLabel: true },
      tooltip: {
        trigger: 'axis',
        backgroundColor: c.surface,
        borderColor: c.line,
        textStyle: { color: c.ink, fontFamily, fontSize: 12 },
        valueFormatter: (value: unknown) => `${formatNumber(Number(value))} ${unit}`,
      },
      xAxis: {
        type: 'category',
        boundaryGap: false,
        data: weeks.map((week) => formatDate(week.from)),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: c.line } },
        axisLabel: { ...label, interval: Math.max(0, Math.ceil(weeks.length / 4) - 1), hideOverlap: true },
      },
      yAxis: { type: 'value', splitNumber: 4, axisLabel: label, splitLine: { lineStyle: { color: c.line } } },
      series: [
        line(
          t('curve.issued'),
          c.brandText,
          weeks.map((week) => week.issued),
          true,
        ),
        line(
          t('curve.redeemed'),
          c.slate,
          weeks.map((week) => week.redeemed),
          false,
        ),
      ],
    };
  }, [weeks, last, mode, still, t, unit]);
  const summary = t('curve.label', {
    count: weeks.length,
    issued: formatNumber(last?.issued ?? 0),
    redeemed: formatNumber(last?.redeemed ?? 0),
  });
  return <EChart option={option} label={summary} />;
}
