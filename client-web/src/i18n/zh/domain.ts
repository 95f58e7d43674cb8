/** Words of the domain that more than one face shows. */
export const domain = {
  category: { volunteering: '志愿服务', mediation: '矛盾调解', culture: '文化活动' },
  provenance: {
    qr_rotating: '动态码签到',
    qr_static: '固定码签到',
    witnessed: '见证登记',
    late: '迟到的扫码',
    backfilled: '登记后补',
    imported: '台账导入',
    claimed: '自行申报',
  },
  role: {
    resident: '居民',
    merchant_owner: '店主',
    merchant_staff: '店员',
    grid_officer: '网格员',
    organiser: '组织者',
    community_admin: '社区管理员',
    street_admin: '街道管理员',
    district_admin: '区级管理员',
    city_admin: '市级管理员',
    auditor: '审计',
    system_admin: '系统管理员',
  },
} as const;
