import type { Category } from '@red-points/shared/contracts';
import { useId } from 'react';

/** Snow: places and sizes are fixed so that each print is the same. */
const SNOW = [
  [47, 90, 3.5, 0.51],
  [98, 169, 3.5, 0.69],
  [8, 83, 3.2, 0.6],
  [62, 134, 2.6, 0.5],
  [42, 249, 2.8, 0.5],
  [722, 18, 2, 0.51],
  [700, 78, 3, 0.55],
  [746, 130, 2.4, 0.6],
  [720, 152, 3.4, 0.6],
  [744, 184, 2, 0.64],
  [733, 227, 3.8, 0.5],
  [60, 0, 3.4, 0.5],
] as const;

/** x, y, width, height, colour of each house. */
const HOUSES = [
  [0, 280, 92, 150, '#8F1F12'],
  [98, 224, 74, 206, '#861C10'],
  [178, 308, 104, 122, '#8F1F12'],
  [598, 304, 80, 126, '#8F1F12'],
  [676, 216, 62, 214, '#7A180D'],
  [730, 266, 64, 164, '#8F1F12'],
] as const;

/** Where the seven things in the bowl lie: x, y, turn, size. */
const PILE = [
  [336, 346, -8, 0.9],
  [462, 346, 8, 0.9],
  [399, 330, 0, 1],
  [298, 372, -14, 0.74],
  [500, 372, 14, 0.74],
  [366, 374, -4, 0.8],
  [434, 374, 5, 0.8],
] as const;

const CREAM = { fill: '#FFF8EA', stroke: '#E2CDA5', strokeWidth: 3, strokeLinejoin: 'round' } as const;

function Thing({ category }: { category: Category }) {
  switch (category) {
    case 'volunteering':
      return <path {...CREAM} d="M0 36C-66-2-60-56-28-56-12-56 0-46 0-34 0-46 12-56 28-56 60-56 66-2 0 36z" />;
    case 'mediation':
      return (
        <>
          <path
            {...CREAM}
            d="M-50-52H50a12 12 0 0 1 12 12V8a12 12 0 0 1-12 12H-8L-30 38V20h-20A12 12 0 0 1-62 8v-48a12 12 0 0 1 12-12z"
          />
          <path d="M-40-28h80M-40-8h52" stroke="#E2CDA5" strokeWidth="4" strokeLinecap="round" />
        </>
      );
    case 'culture':
      return (
        <>
          <path d="M-18-58h36M-18 26h36" stroke="#C9963B" strokeWidth="8" strokeLinecap="round" />
          <ellipse {...CREAM} cx="0" cy="-16" rx="58" ry="40" />
          <path d="M0-56v80M-28-51q-16 35 0 70M28-51q16 35 0 70" fill="none" stroke="#E2CDA5" strokeWidth="3" />
        </>
      );
    default:
      // A category that the installation added: a star.
      return <path {...CREAM} d="M0-60 18-20 60-18 28 10 38 52 0 30-38 52-28 10-60-18-18-20z" />;
  }
}

function House({ house }: { house: (typeof HOUSES)[number] }) {
  const [x, y, width, height, fill] = house;
  const columns = Math.max(2, Math.floor((width - 16) / 30));
  const rows = Math.max(2, Math.floor((height - 24) / 36));
  const windows = Array.from({ length: columns * rows }, (_each, index) => ({
    column: index % columns,
    row: Math.floor(index / columns),
  }));
  return (
    <>
      <rect x={x} y={y} width={width} height={height} fill={fill} />
      {windows.map(({ column, row }) => {
        const lit = (column * 7 + row * 5 + x) % 3 === 0;
        return (
          <rect
            key={`${column}.${row}`}
            x={x + 16 + column * 30}
            y={y + 20 + row * 36}
            width="15"
            height="19"
            rx="2"
            fill={lit ? '#F3D08A' : '#7A1A10'}
            opacity={lit ? 1 : 0.55}
          />
        );
      })}
    </>
  );
}

/** The drawing at the head of a poster: a warm evening, and a bowl of what the activity is about. */
export function PosterArt({ category }: { category: Category }) {
  const sky = useId();
  return (
    <svg width="794" height="545" viewBox="0 0 794 545" aria-hidden="true">
      <defs>
        <linearGradient id={sky} x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#9E2214" />
          <stop offset="1" stopColor="#C8321F" />
        </linearGradient>
      </defs>
      <rect width="794" height="430" fill={`url(#${sky})`} />
      {SNOW.map(([cx, cy, r, opacity]) => (
        <circle key={`${cx}.${cy}`} cx={cx} cy={cy} r={r} fill="#fff" opacity={opacity} />
      ))}
      {HOUSES.map((house) => (
        <House key={house[0]} house={house} />
      ))}
      <path d="M0 404c120-26 260-20 400-4s280 18 394-8v50H0z" fill="#fff" />
      <path d="M0 400c120-26 260-20 400-4s280 18 394-8v157H0z" fill="#fff" />
      <g fill="none" stroke="#FBE3DC" strokeWidth="5" strokeLinecap="round" opacity=".75">
        <path d="M340 284c-11-14 10-20 0-36M398 276c-11-14 10-20 0-36M456 284c-11-14 10-20 0-36" />
      </g>
      <g transform="translate(0 26)">
        {PILE.map(([x, y, turn, size]) => (
          <g key={`${x}.${y}`} transform={`translate(${x} ${y}) rotate(${turn}) scale(${size})`}>
            <Thing category={category} />
          </g>
        ))}
        <path d="M222 384h354c0 72-62 118-177 118S222 456 222 384z" fill="#2F5D7C" />
        <path d="M222 384h354c-.6 8-1.6 15-3.4 22H225.4c-1.8-7-2.8-14-3.4-22z" fill="#EAF0F5" />
        <path
          d="M262 430c14 34 52 56 137 58"
          fill="none"
          stroke="#fff"
          strokeWidth="4"
          strokeLinecap="round"
          opacity=".28"
        />
        <rect x="346" y="498" width="106" height="12" rx="5" fill="#244A63" />
      </g>
    </svg>
  );
}
