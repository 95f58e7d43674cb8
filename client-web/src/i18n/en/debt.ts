export const debt = {
  banner: '{{points}} points are owed; later points pay them first',
  whyShort: 'See which entry',
  title: 'Where this comes from',
  lead: 'These credits were corrected after some of their points had been spent. What was spent is owed: points you earn later pay it first, and then go to what you can spend. You pay no money.',
  leadStaff:
    'Points that had been spent when they were corrected are owed; later points pay them first, the oldest first.',
  part: 'Corrected on {{date}}, {{points}} points had been spent',
  left: '{{points}} points left',
  reason: 'Why: {{reason}}',
  reasonLabel: 'Why corrected',
  label: 'Owed',
  made: '{{points}} points had been spent and are owed',
  paid: '{{points}} points paid what was owed',
  after: '{{points}} points still owed',
  paidOff: 'paid off',
  spoken: 'You owe {{points}} points; later points pay them first',
} as const;
