import { z } from 'zod';
import { dateSchema, instantSchema, nameSchema } from './common.ts';
import { defineEndpoint } from './endpoint.ts';

const yearSchema = z.string().regex(/^20\d\d$/);

const holidayFields = {
  /** Days off: ranges, both ends included, in order. */
  off: z.array(z.tuple([dateSchema, dateSchema])).max(40),
  /** Saturdays and Sundays on which people work (调休上班). */
  worked: z.array(dateSchema).max(40),
  /** The announcement it comes from, `国办发明电〔2025〕7号`. */
  source: nameSchema,
};

export const holidayYearSchema = z.object({
  year: yearSchema,
  ...holidayFields,
  source: nameSchema.nullable(),
  /** Null for what the product brings along. */
  setByName: z.string().nullable(),
  setAt: instantSchema.nullable(),
  version: z.int(),
});
export type HolidayYearView = z.infer<typeof holidayYearSchema>;

/** The working calendar (工作日历): what windows and service targets are counted by. */
export const holidays = {
  list: defineEndpoint({
    id: 'holidays.list',
    method: 'GET',
    path: '/holiday-years',
    summary:
      'Days off and days worked instead by year, and the years that are missing though work begun today reaches them',
    access: 'holidays.read',
    response: z.object({ items: z.array(holidayYearSchema), missing: z.array(yearSchema) }),
  }),
  set: defineEndpoint({
    id: 'holidays.set',
    method: 'PUT',
    path: '/holiday-years/:year',
    summary:
      'Enter the arrangement of a year as it was announced, on the version that was read (0 for one never entered)',
    access: 'holidays.manage',
    params: z.object({ year: yearSchema }),
    body: z.object({ ...holidayFields, version: z.int().min(0) }),
    response: holidayYearSchema,
  }),
};
