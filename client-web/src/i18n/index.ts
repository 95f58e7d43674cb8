import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { counted } from './counted.ts';
import type { Namespace, Texts } from './texts.ts';

export type Language = 'zh' | 'en';

const STORE_KEY = 'red-points.language';

/** The texts that one face needs: Chinese comes with the page, English is fetched when somebody asks for it. */
export interface FaceTexts {
  zh: Partial<Texts>;
  loadEnglish: () => Promise<Partial<Record<Namespace, unknown>>>;
}

let texts: FaceTexts | undefined;

export function storedLanguage(): Language {
  return window.localStorage.getItem(STORE_KEY) === 'en' ? 'en' : 'zh';
}

/** The language of the page now. */
export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh';
}

async function loadLanguage(language: Language): Promise<void> {
  if (language === 'zh' || texts === undefined || i18next.hasResourceBundle('en', 'common')) return;
  const english = await texts.loadEnglish();
  for (const [namespace, bundle] of Object.entries(english)) i18next.addResourceBundle('en', namespace, bundle);
}

/** Starts the texts of a face; resolves when the stored language can be shown. */
export async function startTexts(faceTexts: FaceTexts): Promise<i18n> {
  texts = faceTexts;
  await i18next.use(initReactI18next).init({
    lng: 'zh',
    fallbackLng: 'zh',
    ns: Object.keys(faceTexts.zh),
    defaultNS: 'common',
    resources: { zh: faceTexts.zh },
    interpolation: { escapeValue: false },
    returnNull: false,
    react: { useSuspense: false },
  });
  i18next.services.formatter?.add('counted', counted);
  await chooseLanguage(storedLanguage());
  return i18next;
}

/** Switches the page to a language and remembers it on this device. */
export async function chooseLanguage(language: Language): Promise<void> {
  await loadLanguage(language);
  await i18next.changeLanguage(language);
  if (language === 'zh') window.localStorage.removeItem(STORE_KEY);
  else window.localStorage.setItem(STORE_KEY, language);
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
}
