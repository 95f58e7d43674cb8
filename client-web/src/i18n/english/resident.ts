import { common } from '../en/common.ts';
import { domain } from '../en/domain.ts';
import { receipts } from '../en/receipts.ts';
import { resident } from '../en/resident.ts';
import { signIn } from '../en/sign-in.ts';

/** The English texts of the residents' pages, fetched only when somebody asks for English. */
export const english = { common, domain, receipts, resident, signIn };
