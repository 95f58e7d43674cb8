import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useReducedMotion } from '../components/clock.ts';
import { consoleTheme } from '../theme/antd.ts';
import { useThemeMode } from '../theme/mode.ts';
import { router } from './router.tsx';

/** The console: antd with our theme and language around the routes. */
export function ConsoleApp() {
  const mode = useThemeMode();
  const still = useReducedMotion();
  const { i18n } = useTranslation('common');
  const english = i18n.language === 'en';
  useEffect(() => {
    dayjs.locale(english ? 'en' : 'zh-cn');
  }, [english]);
  return (
    <ConfigProvider
      theme={consoleTheme(mode, still)}
      locale={english ? enUS : zhCN}
      button={{ autoInsertSpace: false }}
      form={{ requiredMark: false }}
    >
      <App>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}
