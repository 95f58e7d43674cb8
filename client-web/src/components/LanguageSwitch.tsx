import { useTranslation } from 'react-i18next';
import { chooseLanguage, type Language } from '../i18n/index.ts';

/** Switches between Chinese and English; the choice stays on this device. */
export function LanguageSwitch({ className }: { className?: string | undefined }) {
  const { t, i18n } = useTranslation('common');
  const other: Language = i18n.language === 'en' ? 'zh' : 'en';
  return (
    <button
      type="button"
      className={`plain-button ${className ?? ''}`}
      lang={other === 'zh' ? 'zh-CN' : 'en'}
      onClick={() => void chooseLanguage(other)}
    >
      {t(`language.${other}`)}
    </button>
  );
}
