import { setDefaultConfig, unstableSetRender } from 'antd-mobile';
import enUS from 'antd-mobile/es/locales/en-US';
import zhCN from 'antd-mobile/es/locales/zh-CN';
import i18next from 'i18next';
import { createRoot, type Root } from 'react-dom/client';

const roots = new WeakMap<Element | DocumentFragment, Root>();

/** Lets toasts and dialogs that are opened by a call render with this React, and speak the language of the page. */
export function prepareAntdMobile(): void {
  unstableSetRender((node, container) => {
    const root = roots.get(container) ?? createRoot(container);
    roots.set(container, root);
    root.render(node);
    return async () => {
      // Unmounting while another root renders is refused by React: after the current work, then.
      await Promise.resolve();
      root.unmount();
      roots.delete(container);
    };
  });
  const speak = (): void => setDefaultConfig({ locale: i18next.language === 'en' ? enUS : zhCN });
  i18next.on('languageChanged', speak);
  i18next.on('initialized', speak);
}
