/**
 * The one place where colours, radii and type sizes are written down.
 * The CSS variables of all faces, the antd theme and the antd-mobile variables are made from it.
 * Contrast of each pair was measured; the light and the dark set are designs of their own.
 */
export interface ColourTokens {
  brand: string;
  brandText: string;
  brandStrong: string;
  brandTint: string;
  brandLine: string;
  onBrand: string;
  gold: string;
  goldInk: string;
  goldTint: string;
  success: string;
  successInk: string;
  successTint: string;
  warning: string;
  warningInk: string;
  warningTint: string;
  danger: string;
  dangerTint: string;
  ink: string;
  onInk: string;
  quiet: string;
  line: string;
  controlLine: string;
  ground: string;
  fill: string;
  surface: string;
  head: string;
  slate: string;
  slateTint: string;
  violet: string;
  violetTint: string;
  teal: string;
  tealTint: string;
  mask: string;
  shadowFloat: string;
  shadowDrawer: string;
}

export type ThemeMode = 'light' | 'dark';

export const colours: Record<ThemeMode, ColourTokens> = {
  light: {
    brand: '#C8321F',
    brandText: '#C8321F',
    brandStrong: '#9E2214',
    brandTint: '#FCF1EE',
    brandLine: '#F0CFC7',
    onBrand: '#FFFFFF',
    gold: '#C9963B',
    goldInk: '#7D5810',
    goldTint: '#FBF4E6',
    success: '#2B8A3E',
    successInk: '#23723A',
    successTint: '#EDF6EF',
    warning: '#B7791F',
    warningInk: '#85530B',
    warningTint: '#FDF5E4',
    danger: '#B42318',
    dangerTint: '#FEF4F2',
    ink: '#1F2328',
    onInk: '#FFFFFF',
    quiet: '#57606A',
    line: '#E4E7EB',
    controlLine: '#CDD3DA',
    ground: '#F6F7F9',
    fill: '#F0F2F4',
    surface: '#FFFFFF',
    head: '#FAFBFC',
    slate: '#2F5D7C',
    slateTint: '#EAF0F5',
    violet: '#6D5A9C',
    violetTint: '#F1EEF7',
    teal: '#2E6F66',
    tealTint: '#E8F3F0',
    mask: 'rgba(31, 35, 40, 0.38)',
    shadowFloat: '0 6px 24px rgba(31, 35, 40, 0.12), 0 1px 3px rgba(31, 35, 40, 0.08)',
    shadowDrawer: '-8px 0 32px rgba(31, 35, 40, 0.18)',
  },
  dark: {
    brand: '#C8321F',
    brandText: '#F08A72',
    brandStrong: '#F5A593',
    brandTint: '#3A211C',
    brandLine: '#5A3029',
    onBrand: '#FFFFFF',
    gold: '#E0B15A',
    goldInk: '#E0B15A',
    goldTint: '#352B1B',
    success: '#6CC27F',
    successInk: '#6CC27F',
    successTint: '#1F3024',
    warning: '#E0B15A',
    warningInk: '#E0B15A',
    warningTint: '#352B1B',
    danger: '#F97066',
    dangerTint: '#3A2220',
    ink: '#F3F0EC',
    onInk: '#1F2328',
    quiet: '#B8B1A9',
    line: '#3D3936',
    controlLine: '#57524D',
    ground: '#181716',
    fill: '#2E2B29',
    surface: '#23211F',
    head: '#282523',
    slate: '#8DB6D3',
    slateTint: '#22303A',
    violet: '#B7A8DE',
    violetTint: '#2C2738',
    teal: '#7FC4B8',
    tealTint: '#1F302D',
    mask: 'rgba(0, 0, 0, 0.55)',
    shadowFloat: '0 6px 24px rgba(0, 0, 0, 0.5), 0 1px 3px rgba(0, 0, 0, 0.4)',
    shadowDrawer: '-8px 0 32px rgba(0, 0, 0, 0.6)',
  },
};

/** Radii in CSS pixels. */
export const radiusPx = { tag: 4, console: 8, phone: 12, elder: 16 } as const;

/** System fonts only: nothing is downloaded. */
export const fontFamily =
  '"PingFang SC", "Noto Sans CJK SC", "Noto Sans SC", "Microsoft YaHei", system-ui, -apple-system, "Segoe UI", sans-serif';

/** The gradient of the balance card; words on it are plain white (5.34 to 7.80) in both modes. */
export const balanceGradient = 'linear-gradient(135deg, #C8321F 0%, #B42A19 55%, #9E2214 100%)';

/** Chinese fonts draw these a whole character wide, which tears English words apart: `shop’ s`. */
const LATIN_PUNCTUATION = `@font-face {
  font-family: "Latin punctuation";
  src: local("Helvetica Neue"), local("Segoe UI"), local("Roboto"), local("Arial"), local("Liberation Sans"), local("DejaVu Sans");
  unicode-range: U+B7, U+2018-2019, U+201C-201D, U+2026;
}`;

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const declarations = (mode: ThemeMode): string =>
  Object.entries(colours[mode])
    .map(([name, value]) => `  --${kebab(name)}: ${value};`)
    .join('\n');

/** The variables that every face shares. Dark follows the device unless the page says `data-theme`. */
export function tokenStyleSheet(): string {
  const shared = [
    `  --font: ${fontFamily};`,
    `  --balance-gradient: ${balanceGradient};`,
    `  --radius-tag: ${radiusPx.tag}px;`,
    `  --radius-console: ${radiusPx.console}px;`,
    `  --radius-phone: ${radiusPx.phone}px;`,
    `  --radius-elder: ${radiusPx.elder}px;`,
  ].join('\n');
  return [
    `:root {\n  color-scheme: light;\n${shared}\n${declarations('light')}\n}`,
    `@media (prefers-color-scheme: dark) {\n:root:not([data-theme='light']) {\n  color-scheme: dark;\n${declarations('dark')}\n}\n}`,
    `:root[data-theme='dark'] {\n  color-scheme: dark;\n${declarations('dark')}\n}`,
    // What is printed, and sheets of paper on the screen, are white whatever the device wants.
    `.paper {\n  color-scheme: light;\n${declarations('light')}\n}`,
    `@media print {\n:root, :root[data-theme='dark'], :root:not([data-theme='light']) {\n  color-scheme: light;\n${declarations('light')}\n}\n}`,
    LATIN_PUNCTUATION,
    `:root:lang(en) {\n  --font: "Latin punctuation", ${fontFamily};\n}`,
  ].join('\n');
}
