export const receipts = {
  title: '凭证',
  save: '下载凭证',
  check: '核验',
  waiting: '凭证在{{day}}的账本指纹公布后生成，{{moment}} 后可以下载。',
  late: '凭证正在生成，请稍后再看。',
  ready: '这一笔已在{{day}}的账本指纹里，凭证可以交给任何人核验。',
  saved: '已下载',
} as const;
