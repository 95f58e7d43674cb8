import { BarChart } from 'echarts/charts';
import { LegendComponent } from 'echarts/components';
import { use } from 'echarts/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useReducedMotion } from '../../components/clock.ts';
import { formatNumber } from '../../components/formatters.ts';
import { useThemeMode } from '../../theme/mode.ts';
import { colours, fontFamily } from '../../theme/tokens.ts';
import { EChart } from '../parts/EChart.tsx';

use([BarChart, LegendComponent]);

export interface Bar {
  readonly name: string;
  readonly issued: number;
  readonly redeemed: number;
}

/** Two bars side by side for each day or month. */
export function IssuedRedeemedBars({ bars, label }: { bars: readonly Bar[]; label: string }) {
  const { t } = useTranslation(['consoleReports', 'common']);
  const mode = useThemeMode();
  const still = useReducedMotion();
  const option = useMemo(() => {
    const c = colours[mode];
    const words = { color: c.quiet, fontFamily, fontSize: 12 };
    const series = (name: string, color: string, data: number[]) => ({
      name,
      type: 'bar',
      data,
      barMaxWidth: 14,
      itemStyle: { color, borderRadius: [2, 2, 0, 0] },
    });
    return {
      animation: !still,
      animationDuration: 180,
      aria: { enabled: true },
      grid: { left: 0, right: 0, top: 36, bottom: 4, containLabel: true },
      legend: { top: 0, right: 0, icon: 'rect', itemWidth: 10, itemHeight: 10, textStyle: words },
      tooltip: {
        trigger: 'axis',
        axisPointer: { type: 'shadow' },
        backgroundColor: c.surface,
        borderColor: c.line,
        textStyle: { color: c.ink, fontFamily, fontSize: 12 },
        valueFormatter: (value: unknown) => `${formatNumber(Number(value))} ${t('unit.points', { ns: 'common' })}`,
      },
      xAxis: {
        type: 'category',
        data: bars.map(({ name }) => name),
        axisTick: { show: false },
        axisLine: { lineStyle: { color: c.line } },
        axisLabel: { ...words, hideOverlap: true },
      },
      yAxis: { type: 'value', splitNumber: 4, axisLabel: words, splitLine: { lineStyle: { color: c.line } } },
      series: [
        series(
          t('sums.issued'),
          c.brandText,
          bars.map(({ issued }) => issued),
        ),
        series(
          t('sums.redeemed'),
          c.slate,
          bars.map(({ redeemed }) => redeemed),
        ),
      ],
    };
  }, [bars, mode, still, t]);
  return <EChart option={option} label={label} />;
}
