export const debt = {
  banner: '{{points, counted(one: point is; many: points are)}} owed; later points pay them first',
  whyShort: 'See which entry',
  title: 'Where this comes from',
  lead: 'These credits were corrected after some of their points had been spent. What was spent is owed: points you earn later pay it first, and then go to what you can spend. You pay no money.',
  leadStaff:
    'Points that had been spent when they were corrected are owed; later points pay them first, the oldest first.',
  part: 'Corrected on {{date}}, {{points, counted(one: point; many: points)}} had been spent',
  left: '{{points, counted(one: point; many: points)}} left',
  reason: 'Why: {{reason}}',
  reasonLabel: 'Why corrected',
  label: 'Owed',
  made: '{{points, counted(one: point; many: points)}} had been spent and are owed',
  paid: '{{points, counted(one: point; many: points)}} paid what was owed',
  after: '{{points, counted(one: point; many: points)}} still owed',
  paidOff: 'paid off',
  spoken: 'You owe {{points, counted(one: point; many: points)}}; later points pay them first',
} as const;
