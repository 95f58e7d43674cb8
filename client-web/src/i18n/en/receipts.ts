export const receipts = {
  title: 'Receipt',
  save: 'Download',
  check: 'Check it',
  waiting: 'There is a receipt once the digest of {{day}} is published: after {{moment}}.',
  late: 'The receipt is being made. Please look again in a while.',
  ready: 'The digest of {{day}} covers this entry: anybody can check the receipt.',
  saved: 'Downloaded',
} as const;
