import { LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsCoreOption, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import { useEffect, useRef } from 'react';

use([LineChart, GridComponent, TooltipComponent, AriaComponent, SVGRenderer]);

/** A chart as SVG that fills its container and follows its size. Loaded only by pages that draw one. */
export function EChart({ option, label }: { option: EChartsCoreOption; label: string }) {
  const box = useRef<HTMLDivElement>(null);
  const current = useRef(option);
  current.current = option;
  const chart = useRef<ReturnType<typeof init> | undefined>(undefined);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const made = init(element, null, { renderer: 'svg' });
    made.setOption(current.current);
    chart.current = made;
    const observer = new ResizeObserver(() => made.resize());
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = undefined;
    };
  }, []);
  useEffect(() => chart.current?.setOption(option), [option]);
  return <div ref={box} role="img" aria-label={label} style={{ width: '100%', height: '100%' }} />;
}
