import { Book, initModels, mongoTransaction } from 'medici';
import mongoose from 'mongoose';
import { accountsOf, randomOf } from './commands.ts';

const accounts = accountsOf('medici');
const walletOf = (account: string): string => `Accounts:${account}`;

/** medici as its documentation says to spend safely: a MongoDB transaction that ends in its write lock. */
export class MediciBench {
  private readonly book = new Book('bench');

  async start(uri: string): Promise<void> {
    await mongoose.connect(uri, { writeConcern: { w: 'majority', journal: true } });
    await initModels();
    const journal = this.book.entry('opening').debit('Assets', accounts.length * 100_000);
    for (const account of accounts) journal.credit(walletOf(account), 100_000);
    await journal.commit();
  }

  /** One spend of a random account. */
  async spend(): Promise<void> {
    const wallet = walletOf(randomOf(accounts));
    await mongoTransaction(async (session) => {
      await this.book.entry('spend').credit('Assets', 2).debit(wallet, 2).commit({ session });
      const { balance } = await this.book.balance({ account: wallet }, { session });
      if (balance < 0) throw new Error('not enough points');
      await this.book.writelockAccounts([wallet], { session });
    });
  }

  async stop(): Promise<void> {
    await mongoose.disconnect();
  }
}
