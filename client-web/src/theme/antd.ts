import { theme as antdTheme, type ThemeConfig } from 'antd';
import { colours, radiusPx, type ThemeMode } from './tokens.ts';

/**
 * The console's antd theme, made from the tokens. Red is for the one main action; selection is slate.
 * @param still for who asked for less motion: what opens is there at once. A list that a style sheet alone stops in its motion may never find
 * its place
 */
export function consoleTheme(mode: ThemeMode, still: boolean): ThemeConfig {
  const c = colours[mode];
  return {
    algorithm: mode === 'dark' ? antdTheme.darkAlgorithm : antdTheme.defaultAlgorithm,
    cssVar: { key: 'red-points' },
    hashed: false,
    token: {
      motion: !still,
      colorPrimary: c.brand,
      colorPrimaryHover: mode === 'dark' ? '#D84A37' : '#B42A19',
      colorPrimaryActive: '#9E2214',
      colorInfo: c.slate,
      colorSuccess: c.success,
      colorWarning: c.warning,
      colorError: c.danger,
      // Tints of the tokens: those that antd derives from a dark slate are heavier than the words on them.
      colorInfoBg: c.slateTint,
      colorInfoBorder: c.line,
      colorWarningBg: c.warningTint,
      colorWarningBorder: c.line,
      colorErrorBg: c.dangerTint,
      colorErrorBorder: c.line,
      colorSuccessBg: c.successTint,
      colorSuccessBorder: c.line,
      colorLink: c.slate,
      colorLinkHover: c.ink,
      colorLinkActive: c.slate,
      colorText: c.ink,
      colorTextHeading: c.ink,
      colorTextSecondary: c.quiet,
      colorTextTertiary: c.quiet,
      colorTextDescription: c.quiet,
      colorTextPlaceholder: c.quiet,
      colorBorder: c.controlLine,
      colorBorderSecondary: c.line,
      colorSplit: c.line,
      colorBgLayout: c.ground,
      colorBgContainer: c.surface,
      colorBgElevated: c.surface,
      colorBgMask: c.mask,
      colorFillAlter: c.head,
      colorFillSecondary: c.fill,
      colorFillTertiary: c.fill,
      controlItemBgActive: c.slateTint,
      controlItemBgActiveHover: c.slateTint,
      controlItemBgHover: c.fill,
      controlOutline: mode === 'dark' ? 'rgba(141, 182, 211, 0.28)' : 'rgba(47, 93, 124, 0.18)',
      controlHeight: 32,
      controlHeightLG: 40,
      // The stack of the style sheet, which differs by language.
      fontFamily: 'var(--font)',
      fontSize: 14,
      fontSizeSM: 12,
      fontSizeLG: 14,
      lineHeight: 22 / 14,
      borderRadius: radiusPx.console,
      borderRadiusLG: radiusPx.console,
      borderRadiusSM: 6,
      borderRadiusXS: radiusPx.tag,
      boxShadow: c.shadowFloat,
      boxShadowSecondary: c.shadowFloat,
      fontWeightStrong: 600,
      motionDurationSlow: '0.18s',
      motionDurationMid: '0.14s',
      motionDurationFast: '0.1s',
      wireframe: false,
    },
    components: componentTokens(mode),
  };
}

function componentTokens(mode: ThemeMode): NonNullable<ThemeConfig['components']> {
  const c = colours[mode];
  return {
    Alert: { borderRadius: radiusPx.console },
    Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none', fontWeight: 400 },
    Input: { activeBorderColor: c.slate, hoverBorderColor: c.quiet, activeShadow: 'none' },
    InputNumber: { activeBorderColor: c.slate, hoverBorderColor: c.quiet, activeShadow: 'none' },
    Select: {
      activeBorderColor: c.slate,
      hoverBorderColor: c.quiet,
      optionSelectedBg: c.slateTint,
      activeOutlineColor: 'transparent',
    },
    DatePicker: { activeBorderColor: c.slate, hoverBorderColor: c.quiet, activeShadow: 'none' },
    Table: {
      headerBg: c.head,
      headerColor: c.ink,
      headerSplitColor: 'transparent',
      rowHoverBg: c.fill,
      rowSelectedBg: c.slateTint,
      rowSelectedHoverBg: c.slateTint,
      borderColor: c.line,
      cellPaddingBlock: 12,
      cellPaddingInline: 12,
      headerBorderRadius: 0,
    },
    Tabs: {
      itemSelectedColor: c.ink,
      itemColor: c.quiet,
      itemHoverColor: c.ink,
      inkBarColor: c.brand,
      horizontalItemGutter: 28,
    },
    Tag: { defaultBg: c.fill, defaultColor: c.quiet, borderRadiusSM: radiusPx.tag },
    Segmented: {
      trackBg: c.fill,
      itemSelectedBg: c.surface,
      itemColor: c.quiet,
      itemSelectedColor: c.ink,
      trackPadding: 2,
    },
    Card: { headerFontSize: 14, headerHeight: 48, bodyPadding: 20, headerPadding: 20 },
    Steps: {
      colorPrimary: c.slate,
      colorPrimaryHover: c.slate,
      colorPrimaryBg: c.slateTint,
      colorPrimaryBgHover: c.slateTint,
    },
    Pagination: { itemActiveBg: c.surface, colorPrimary: c.slate, colorPrimaryHover: c.slate },
    Progress: { defaultColor: c.slate, remainingColor: c.fill },
    Checkbox: { colorPrimary: c.slate, colorPrimaryHover: c.slate },
    Radio: { colorPrimary: c.slate, colorPrimaryHover: c.slate },
    Switch: { colorPrimary: c.success, colorPrimaryHover: c.success },
    Result: { titleFontSize: 16, iconFontSize: 48 },
    Descriptions: { labelColor: c.quiet },
    Modal: { titleFontSize: 16, titleColor: c.ink },
    Timeline: { tailColor: c.line },
    Layout: { headerBg: c.surface, siderBg: c.surface, bodyBg: c.ground, headerHeight: 56, headerPadding: '0 24px' },
  };
}
