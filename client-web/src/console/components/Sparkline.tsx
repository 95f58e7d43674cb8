/** Size of the drawing in CSS pixels. */
const WIDTH = 112;
const HEIGHT = 40;
const TOP = 5;
const BOTTOM = 36;

/** A small curve of the last weeks; its words stand beside it, so it is decoration for people who hear the page. */
export function Sparkline({ values }: { values: readonly number[] }) {
  if (values.length < 2) return null;
  const low = Math.min(...values);
  const span = Math.max(...values) - low || 1;
  const points = values.map((value, index) => ({
    x: 3 + (index * (WIDTH - 8)) / (values.length - 1),
    y: BOTTOM - ((value - low) / span) * (BOTTOM - TOP),
  }));
  const line = points
    .map((point, index) => `${index === 0 ? 'M' : 'L'}${point.x.toFixed(1)} ${point.y.toFixed(1)}`)
    .join('');
  const last = points.at(-1) ?? { x: 0, y: 0 };
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <path d={`${line}L${last.x.toFixed(1)} ${HEIGHT}L3 ${HEIGHT}z`} fill="var(--slate)" opacity=".08" />
      <path
        d={line}
        fill="none"
        stroke="var(--slate)"
        strokeWidth="1.75"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
      <circle cx={last.x} cy={last.y} r="3" fill="var(--slate)" stroke="var(--surface)" strokeWidth="1.5" />
    </svg>
  );
}
