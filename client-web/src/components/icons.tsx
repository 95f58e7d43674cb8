import type { AbstractNode, IconDefinition } from '@ant-design/icons-svg/es/types';
import { type CSSProperties, createElement, type ReactNode } from 'react';

export interface IconProps {
  of: IconDefinition;
  /** Edge in CSS pixels, or any length; the size of the text by default. */
  size?: number | string;
  /** Said aloud; without it the icon is decoration. */
  label?: string;
  className?: string | undefined;
  style?: CSSProperties;
}

const PRIMARY = 'currentColor';

function attributes(node: AbstractNode): Record<string, string> {
  return Object.fromEntries(
    Object.entries(node.attrs)
      .filter(([name]) => name !== 'class' && name !== 'style')
      .map(([name, value]) => [name.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase()), value]),
  );
}

function draw(node: AbstractNode, key: string): ReactNode {
  return createElement(
    node.tag,
    { key, ...attributes(node) },
    node.children?.map((child, index) => draw(child, `${key}-${index}`)),
  );
}

/** One icon of the family that the console uses too, as plain SVG: no component library behind it. */
export function Icon({ of, size = '1em', label, className, style }: IconProps) {
  const root = typeof of.icon === 'function' ? of.icon(PRIMARY, 'transparent') : of.icon;
  return (
    <svg
      {...attributes(root)}
      width={size}
      height={size}
      fill="currentColor"
      className={className}
      style={style}
      role={label === undefined ? undefined : 'img'}
      aria-label={label}
      aria-hidden={label === undefined ? true : undefined}
      focusable="false"
    >
      {root.children?.map((child, index) => draw(child, String(index)))}
    </svg>
  );
}

/** The mark of the product. */
export function Logo({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden="true">
      <rect width="28" height="28" rx="7" fill="#C8321F" />
      <path d="M8 7.5h12M8 12h7" stroke="#fff" strokeWidth="2" strokeLinecap="round" opacity=".72" />
      <path
        d="M8.5 17.6l3.6 3.6 7.6-7.8"
        fill="none"
        stroke="#fff"
        strokeWidth="2.6"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
