export const checkInScreen = {
  pairing: {
    title: '登记这块屏幕',
    lead: '请工作人员在「签到屏幕」里选「登记屏幕」，输入这八位数字。',
    phone: '手机上：工作台 → 我的 → 登记屏幕',
    left: '{{time}}后换新号码',
    label: '配对码 {{code}}',
  },
  idle: {
    title: '等待活动',
    lead: '工作人员选好活动并开始签到后，这里会出示签到码。',
    next: '下一场',
    name: '这块屏幕：{{name}}',
  },
  off: { title: '这块屏幕已停用', again: '重新配对' },
  offline: '网络断开，正在重连',
  starting: '正在连接…',
} as const;
